"""Say which websites are those of superiors: a link to another one does not count (R5)."""

import csv
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "superior_hosts.csv"


def load_hosts(apps, schema_editor):
    """Enter the hosts for the links whose website differs between agencies."""
    with DATA.open(encoding="utf-8", newline="") as rows:
        lines = [" = ".join(filter(None, row.values())) for row in csv.DictReader(rows)]
    links = apps.get_model("agency_sites", "RequiredLink").objects.filter(url="", by_agency=True)
    links.update(hosts="\n".join(lines))


class Migration(migrations.Migration):
    dependencies = [("agency_sites", "0020_past_of_library_rules")]

    operations = [
        migrations.AddField(
            model_name="requiredlink",
            name="hosts",
            field=models.TextField(
                blank=True, default="", max_length=4000, verbose_name="websites of the superiors"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(load_hosts, migrations.RunPython.noop),
    ]
