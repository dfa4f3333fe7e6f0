"""More everyday words: those of queries that found nothing of theirs.

Words that Sở Tư pháp has removed since 0012 stay removed.
"""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "everyday_words_more.csv"


def load(apps, schema_editor):
    EverydayWord = apps.get_model("hub", "EverydayWord")
    words = [EverydayWord(said=row["said"], meant=row["meant"]) for row in _rows()]
    EverydayWord.objects.bulk_create(words, ignore_conflicts=True)


def remove(apps, schema_editor):
    EverydayWord = apps.get_model("hub", "EverydayWord")
    for row in _rows():
        EverydayWord.objects.filter(said=row["said"], meant=row["meant"]).delete()


def _rows():
    with DATA.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class Migration(migrations.Migration):
    dependencies = [("hub", "0020_topics_to_write")]

    operations = [migrations.RunPython(load, remove)]
