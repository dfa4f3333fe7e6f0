"""Keep who read a recording aloud and who heard it; know films in sign language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agency_sites", "0023_hosts_of_each_superior"),
    ]

    operations = [
        migrations.AddField(
            model_name="materialpage",
            name="heard_by",
            field=models.CharField(
                blank=True,
                help_text="Somebody else who speaks the language and has heard all of it.",
                max_length=120,
                verbose_name="sound compared with the text by",
            ),
        ),
        migrations.AddField(
            model_name="materialpage",
            name="recorded_by",
            field=models.CharField(
                blank=True,
                help_text="For sound in Jrai or Bahnar: who reads the translated text.",
                max_length=120,
                verbose_name="read aloud by",
            ),
        ),
        migrations.AlterField(
            model_name="materialpage",
            name="kind",
            field=models.CharField(
                choices=[
                    ("outline", "Outline"),
                    ("leaflet", "Leaflet"),
                    ("infographic", "Infographic"),
                    ("handbook", "Handbook"),
                    ("training", "Training material"),
                    ("questions", "Questions and answers in print"),
                    ("audio", "Sound for loudspeakers"),
                    ("video", "Film"),
                    ("signed", "Film in sign language"),
                    ("other", "Other material"),
                ],
                default="leaflet",
                max_length=12,
                verbose_name="kind of material",
            ),
        ),
    ]
