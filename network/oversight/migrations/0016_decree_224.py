"""What Decree 224/2026/NĐ-CP asks of the network as a whole (../data/nd-224.csv)."""

import datetime as dt

from django.db import migrations, models

from network.oversight.standards import load_standard

KEY = "nd-224"


def load(apps, schema_editor):
    load_standard(
        apps,
        key=KEY,
        fields={
            "title": "Nghị định số 224/2026/NĐ-CP ngày 24/6/2026 của Chính phủ",
            "short_title": "Nghị định 224/2026/NĐ-CP",
            "of_network": True,
            "caveat": "theo bản sao, chưa đối chiếu bản chính thức",
        },
        since=dt.date(2026, 7, 1),
    )


def unload(apps, schema_editor):
    """Delete the standard: without the field, agencies would be judged by it."""
    rows = apps.get_model("oversight", "Requirement").objects.filter(standard__key=KEY)
    apps.get_model("oversight", "Declaration").objects.filter(requirement__in=rows).delete()
    rows.delete()
    apps.get_model("oversight", "Standard").objects.filter(key=KEY).delete()


class Migration(migrations.Migration):
    dependencies = [("oversight", "0015_replaced_evidence")]
    operations = [
        migrations.AddField(
            "standard",
            "of_network",
            models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            "standard",
            "caveat",
            models.CharField(
                blank=True, max_length=200, verbose_name="what is not certain about its text"
            ),
        ),
        migrations.AddField(
            "requirement",
            "method",
            models.TextField(blank=True, verbose_name="how it is measured"),
        ),
        migrations.RunPython(load, unload),
    ]
