"""The first kinds of qualification (../data/qualification_kinds.csv)."""

from django.db import migrations

from network.capacity.loading import load_rows


def load(apps, schema_editor):
    load_rows(apps, "QualificationKind", "qualification_kinds")


class Migration(migrations.Migration):
    dependencies = [("capacity", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
