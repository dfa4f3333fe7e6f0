"""Say which questions of the checklist need a note where they do not apply."""

import csv
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "checklist_items.csv"


def load_core(apps, schema_editor):
    """Mark the questions by ../data/checklist_items.csv."""
    with DATA.open(encoding="utf-8", newline="") as rows:
        keys = [row["key"] for row in csv.DictReader(rows) if row["is_core"] == "1"]
    apps.get_model("moderation", "ChecklistItem").objects.filter(key__in=keys).update(is_core=True)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0014_ended_agencies")]

    operations = [
        migrations.AddField(
            model_name="checklistitem",
            name="is_core",
            field=models.BooleanField(
                default=False, verbose_name="needs a note where it does not apply"
            ),
        ),
        migrations.RunPython(load_core, migrations.RunPython.noop),
    ]
