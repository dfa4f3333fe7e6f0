from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hub', '0013_situation_signs'),
    ]

    operations = [
        migrations.AddField(
            model_name='hubsettings',
            name='zalo',
            field=models.CharField(blank=True, default='', max_length=40, verbose_name='Zalo number'),
        ),
        migrations.AddField(
            model_name='hubsettings',
            name='letter_symbol',
            field=models.CharField(blank=True, default='', max_length=40, verbose_name='symbol of letters'),
        ),
        migrations.AddField(
            model_name='hubsettings',
            name='signatory',
            field=models.CharField(blank=True, default='', max_length=80, verbose_name='who signs letters'),
        ),
    ]
