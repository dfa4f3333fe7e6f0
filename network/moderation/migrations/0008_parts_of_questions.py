"""Say of each question what it looks at, so that answers to the rest can be kept."""

import csv
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "checklist_items.csv"


def fill(apps, schema_editor):
    items = apps.get_model("moderation", "ChecklistItem").objects
    with DATA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            items.filter(key=row["key"]).update(parts=row["parts"].split())


class Migration(migrations.Migration):
    dependencies = [("moderation", "0007_reasons_and_deeds")]

    operations = [
        migrations.AddField(
            model_name="checklistitem",
            name="parts",
            field=models.JSONField(blank=True, default=list, verbose_name="parts of the page"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
