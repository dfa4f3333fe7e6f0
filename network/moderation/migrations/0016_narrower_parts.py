"""Say in narrower parts what each question of the checklist judges."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "checklist_items.csv"
BEFORE = {
    "chinh-xac": ["text", "source"],
    "van-ban-con-hieu-luc": ["text", "law"],
    "nguon": ["source"],
    "anh": ["pictures"],
    "de-hieu": ["text"],
    "thay-the-hinh-anh": ["text", "pictures", "files"],
}


def load_parts(apps, schema_editor):
    """Set the parts of each question from ../data/checklist_items.csv."""
    items = apps.get_model("moderation", "ChecklistItem").objects
    with DATA.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            items.filter(key=row["key"]).update(parts=row["parts"].split())


def restore_parts(apps, schema_editor):
    """Set the parts that the code before this migration knows."""
    items = apps.get_model("moderation", "ChecklistItem").objects
    for key, parts in BEFORE.items():
        items.filter(key=key).update(parts=parts)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0015_core_questions")]

    operations = [migrations.RunPython(load_parts, restore_parts)]
