"""The provisional indicators of Decision 27/2025/QĐ-TTg (../data/qd-27.csv)."""

import datetime as dt

from django.db import migrations

from network.commune_standard.indicators import DATA, load_indicators, read_indicators


def load(apps, schema_editor):
    indicators = apps.get_model("commune_standard", "CommuneIndicator")
    if not indicators.objects.exists():
        lines = read_indicators(DATA / "qd-27.csv")
        load_indicators(indicators, lines, today=dt.date(2026, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("commune_standard", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
