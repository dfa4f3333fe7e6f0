"""The first budget lines (../data/budget_lines.csv)."""

from django.db import migrations

from network.capacity.loading import load_rows


def load(apps, schema_editor):
    load_rows(apps, "BudgetLine", "budget_lines")


class Migration(migrations.Migration):
    dependencies = [("capacity", "0003_resources")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
