"""Two lines of decree 224 are measured now, in networks that have them from 0016."""

from django.db import migrations

from network.oversight.standards import requirement_rows

CHECKS = ("duty_speed", "duty_availability")


def complete(apps, schema_editor):
    rows = apps.get_model("oversight", "Requirement").objects.filter(standard__key="nd-224")
    for line in requirement_rows("nd-224"):
        if line["check_key"] in CHECKS:
            words = {name: line[name] for name in ("thresholds", "method")}
            rows.filter(check_key=line["check_key"]).update(**words)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0017_decree_224_lines")]
    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
