"""Words that are related to a legal term, of all fields that citizens ask about.

A pair that Sở Tư pháp keeps already stays as it is.
"""

import csv
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "related_words.csv"


def load(apps, schema_editor):
    EverydayWord = apps.get_model("hub", "EverydayWord")
    words = [EverydayWord(**row, related=True) for row in _rows()]
    EverydayWord.objects.bulk_create(words, ignore_conflicts=True)


def remove(apps, schema_editor):
    apps.get_model("hub", "EverydayWord").objects.filter(related=True).delete()


def _rows():
    with DATA.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class Migration(migrations.Migration):
    dependencies = [("hub", "0021_more_everyday_words")]

    operations = [
        migrations.AddField(
            model_name="everydayword",
            name="related",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="The term is about this word, but does not mean the same.",
                verbose_name="only related",
            ),
        ),
        migrations.RunPython(load, remove),
    ]
