"""Complete two lines of decree 224 in networks that have them from the migration before: views of
pages are measured, and the line of the domain quotes the rule for departments."""

from django.db import migrations

from network.oversight.standards import requirement_rows

CHECKS = ("duty_views", "duty_domain")
FIELDS = ("quotation", "legal_basis", "thresholds", "method")


def complete(apps, schema_editor):
    rows = apps.get_model("oversight", "Requirement").objects.filter(standard__key="nd-224")
    for line in requirement_rows("nd-224"):
        if line["check_key"] in CHECKS:
            words = {name: line[name] for name in FIELDS}
            rows.filter(check_key=line["check_key"]).update(**words)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0016_decree_224")]
    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
