"""Fill in the bodies whose documents the network keeps: central ones of 2019 and of 2025, and
those of both provinces before and after 1 July 2025 (domain brief 2 and 4.4).

Days of the older ones are general knowledge: a network admin puts them right on the screens.
"""

import csv
import datetime as dt
from pathlib import Path

from django.db import migrations

TABLE = Path(__file__).resolve().parent.parent / "data" / "issuing_bodies.csv"


def day(text):
    return dt.date.fromisoformat(text) if text else None


def load(apps, schema_editor):
    IssuingBody = apps.get_model("legal_updates", "IssuingBody")
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    bodies = {}
    for row in rows:
        body, _ = IssuingBody.objects.get_or_create(
            key=row["key"],
            valid_from=day(row["valid_from"]),
            defaults={
                "name": row["name"],
                "abbreviation": row["abbreviation"],
                "level": row["level"],
                "valid_to": day(row["valid_to"]),
                "aliases": [alias for alias in row["aliases"].split("|") if alias],
            },
        )
        # "key" alone, or "key@first day" where a name began anew.
        bodies[f"{row['key']}@{row['valid_from']}"] = body
        bodies.setdefault(row["key"], body)
    for row in rows:
        later = [bodies[name] for name in row["successors"].split("|") if name]
        bodies[f"{row['key']}@{row['valid_from']}"].successors.add(*later)


class Migration(migrations.Migration):
    dependencies = [("legal_updates", "0004_register_data")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
