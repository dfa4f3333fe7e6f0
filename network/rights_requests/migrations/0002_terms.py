"""Within how many working days requests are answered, as of the year in which the law began."""

import datetime as dt

from django.db import migrations

SINCE = dt.date(2026, 1, 1)
# Two days for a person's own data by the decree; for the others, the network's own promise.
TERMS = (
    ("personal", 2, "Nghị định số 356/2025/NĐ-CP"),
    ("copyright", 5, ""),
    ("other", 10, ""),
)


def load(apps, schema_editor):
    term = apps.get_model("rights_requests", "ResponseTerm")
    term.objects.bulk_create(
        term(ground=ground, working_days=days, legal_basis=basis, valid_from=SINCE)
        for ground, days, basis in TERMS
    )


class Migration(migrations.Migration):
    dependencies = [("rights_requests", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
