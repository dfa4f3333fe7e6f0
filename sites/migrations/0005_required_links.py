"""Fill in the addresses that R5 asks every section to lead to; the network's admin edits them."""

import csv
from pathlib import Path

from django.db import migrations

from network.agencies.models import AgencyKind

DATA = Path(__file__).resolve().parent.parent / "data" / "required_links.csv"
ALL_KINDS = "*"


def load(apps, schema_editor):
    RequiredLink = apps.get_model("agency_sites", "RequiredLink")
    with DATA.open(encoding="utf-8", newline="") as lines:
        RequiredLink.objects.bulk_create(
            [
                RequiredLink(
                    title=row["title"],
                    url=row["url"],
                    kinds=AgencyKind.values if row["kinds"] == ALL_KINDS else row["kinds"].split(),
                )
                for row in csv.DictReader(lines)
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("agency_sites", "0004_links")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
