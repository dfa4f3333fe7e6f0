"""Dispatch 1510 and what it asks (../data/cv-1510.csv)."""

import datetime as dt

from django.db import migrations

from network.oversight.standards import load_standard


def load(apps, schema_editor):
    load_standard(
        apps,
        key="cv-1510",
        fields={
            "title": "Công văn số 1510/STP-PBGDPL ngày 13/11/2019 của Sở Tư pháp tỉnh Gia Lai",
            "short_title": "Công văn 1510",
        },
        since=dt.date(2019, 11, 13),
    )


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
