"""R12 was declared; from the day of this migration on it is computed.

As every change of a requirement: a row with days of its own, so that findings keep theirs.
"""

import datetime as dt

from django.db import migrations
from django.utils import timezone


def compute(apps, schema_editor):
    requirement = apps.get_model("oversight", "Requirement")
    for row in requirement.objects.filter(standard__key="cv-1510", key="R12", check_key=""):
        today = timezone.localdate()
        row.valid_to = today - dt.timedelta(days=1)
        row.save()
        row.pk, row.check_key = None, "r12"
        row.valid_from, row.valid_to = today, None
        row.save(force_insert=True)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0004_quality")]
    operations = [migrations.RunPython(compute, migrations.RunPython.noop)]
