"""R22 gives ten working days from the approval; rows that say nothing of it are completed."""

from django.db import migrations


def complete(apps, schema_editor):
    requirement = apps.get_model("oversight", "Requirement")
    rows = requirement.objects.filter(check_key="r22", thresholds={})
    rows.update(thresholds={"working_days": 10})


class Migration(migrations.Migration):
    dependencies = [("oversight", "0008_scans_computed")]
    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
