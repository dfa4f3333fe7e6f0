"""Fill in the 45 topics of the Code of norms, so that every installation shares their keys."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "legal_topics.csv"


def load(apps, schema_editor):
    Topic = apps.get_model("legal_updates", "Topic")
    with DATA.open(encoding="utf-8", newline="") as lines:
        Topic.objects.bulk_create(
            [
                Topic(slug=row["key"], name=row["label_vi"], order=int(row["order"]))
                for row in csv.DictReader(lines)
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("legal_updates", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
