"""R23a looks back 45 days; nothing was found by it before, so the row itself is completed."""

from django.db import migrations


def complete(apps, schema_editor):
    requirement = apps.get_model("oversight", "Requirement")
    rows = requirement.objects.filter(standard__key="cv-1510", check_key="r23a", thresholds={})
    rows.update(thresholds={"days": 45})


class Migration(migrations.Migration):
    dependencies = [("oversight", "0007_days_in_order")]
    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
