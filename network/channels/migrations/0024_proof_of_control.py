"""Who calls a page official shows a code on it (R19); overseers may doubt a page in public."""

import csv
import datetime as dt
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "safety_items.csv"
CONTROL = "ma-kiem-soat"
# Pages approved before this day show the code one term later.
VALID_FROM = dt.date(2026, 12, 1)


def load_point(apps, schema_editor):
    """Add the point of ../data/safety_items.csv, or date it if an earlier migration added it."""
    with DATA.open(encoding="utf-8", newline="") as file:
        order, row = next(
            (order, row)
            for order, row in enumerate(csv.DictReader(file), start=1)
            if row["key"] == CONTROL
        )
    apps.get_model("channels", "SafetyItem").objects.update_or_create(
        key=CONTROL,
        defaults={
            "words": row["words"],
            "requirement": row["requirement"],
            "is_required": True,
            "asks_picture": True,
            "days": int(row["days"]),
            "order": order,
            "valid_from": VALID_FROM,
        },
    )


class Migration(migrations.Migration):
    dependencies = [("channels", "0023_points_with_pictures")]

    operations = [
        migrations.AddField(
            model_name="attestation",
            name="address_key",
            field=models.CharField(blank=True, default="", max_length=500),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="attestation",
            name="code",
            field=models.CharField(
                blank=True, default="", max_length=20, verbose_name="code shown on the page"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="channel",
            name="verifying_reason",
            field=models.CharField(
                blank=True, default="", max_length=255, verbose_name="why it is being verified"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="channel",
            name="verifying_since",
            field=models.DateField(null=True, verbose_name="being verified since"),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(verifying_since=None, verifying_reason="")
                | models.Q(verifying_since__isnull=False) & ~models.Q(verifying_reason=""),
                name="channel_verified_for_a_reason",
            ),
        ),
        migrations.RunPython(load_point, migrations.RunPython.noop),
    ]
