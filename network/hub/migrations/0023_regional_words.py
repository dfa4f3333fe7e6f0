"""Words of the South and the Centre for what the texts call otherwise.

A pair that Sở Tư pháp keeps already stays as it is.
"""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "everyday_words_regional.csv"


def load(apps, schema_editor):
    EverydayWord = apps.get_model("hub", "EverydayWord")
    words = [EverydayWord(**row) for row in _rows()]
    EverydayWord.objects.bulk_create(words, ignore_conflicts=True)


def remove(apps, schema_editor):
    EverydayWord = apps.get_model("hub", "EverydayWord")
    for row in _rows():
        EverydayWord.objects.filter(**row, related=False).delete()


def _rows():
    with DATA.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class Migration(migrations.Migration):
    dependencies = [("hub", "0022_related_words")]

    operations = [migrations.RunPython(load, remove)]
