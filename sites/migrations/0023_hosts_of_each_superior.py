"""Replace the list of superiors' hosts that accepted any host of gov.vn."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "superior_hosts.csv"


def replace_hosts(apps, schema_editor):
    """Enter the hosts of each superior, unless the network's admin has changed the first list."""
    with DATA.open(encoding="utf-8", newline="") as rows:
        lines = [" = ".join(row.values()) for row in csv.DictReader(rows)]
    links = apps.get_model("agency_sites", "RequiredLink").objects.filter(url="", by_agency=True)
    links.filter(hosts__startswith="gov.vn\nchinhphu.vn\n").update(hosts="\n".join(lines))


class Migration(migrations.Migration):
    dependencies = [("agency_sites", "0022_block_names")]

    operations = [migrations.RunPython(replace_hosts, migrations.RunPython.noop)]
