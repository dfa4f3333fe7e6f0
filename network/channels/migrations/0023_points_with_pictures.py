"""Say which points of the safety checklist are confirmed with a picture (R21a, R21b)."""

import csv
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "safety_items.csv"


def load_pictures(apps, schema_editor):
    """Mark the points by ../data/safety_items.csv."""
    with DATA.open(encoding="utf-8", newline="") as rows:
        keys = [row["key"] for row in csv.DictReader(rows) if row["asks_picture"] == "1"]
    apps.get_model("channels", "SafetyItem").objects.filter(key__in=keys).update(asks_picture=True)


class Migration(migrations.Migration):
    dependencies = [("channels", "0022_cases_without_chain")]

    operations = [
        migrations.AddField(
            model_name="safetyitem",
            name="asks_picture",
            field=models.BooleanField(default=False, verbose_name="confirmed with a picture"),
        ),
        migrations.RunPython(load_pictures, migrations.RunPython.noop),
    ]
