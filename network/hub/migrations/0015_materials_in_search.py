from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hub', '0014_letters_of_the_hub'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchentry',
            name='language',
            field=models.CharField(blank=True, default='', max_length=3),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='searchentry',
            name='kind',
            field=models.CharField(choices=[('article', 'Article of an agency'), ('question', 'Question and answer'), ('material', 'Material'), ('document', 'Legal document'), ('card', 'News of policies'), ('agency', 'Agency'), ('place', 'Commune or ward')], max_length=10),
        ),
    ]
