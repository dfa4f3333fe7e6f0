from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agency_sites', '0016_alternatives_of_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='materialpage',
            name='purpose',
            field=models.CharField(blank=True, default='', help_text='Who uses it and when: to be read aloud at a village meeting, for training.', max_length=200, verbose_name='what it is for'),
            preserve_default=False,
        ),
    ]
