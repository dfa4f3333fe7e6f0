"""Fill in the legal bases and the questions of the appraisal checklist."""

import csv
import datetime as dt
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"


def load(apps, schema_editor):
    bases = {
        row["key"]: apps.get_model("moderation", "LegalBasis")(
            key=row["key"],
            title=row["title_vi"],
            number=row["number"],
            valid_from=day(row["effective_from"]),
            valid_to=day(row["effective_to"]),
        )
        for row in rows("legal_bases.csv")
    }
    apps.get_model("moderation", "LegalBasis").objects.bulk_create(bases.values())
    for order, row in enumerate(rows("checklist_items.csv"), start=1):
        item = apps.get_model("moderation", "ChecklistItem").objects.create(
            key=row["key"],
            label=row["label"],
            help_text=row["help_text"],
            page_types=row["page_types"].split(),
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            order=order,
        )
        item.bases.set([bases[key] for key in row["bases"].split()])


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def day(text):
    # Some dates are known to the month or the year only: those stay open.
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_nothing_goes_live_unread")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
