"""What a need shows on its tile: a drawn sign, a short label, a few words of example."""

import csv
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "situations.csv"


def fill(apps, schema_editor):
    situations = apps.get_model("hub", "Situation").objects
    with DATA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            tile = {name: row[name] for name in ("sign", "short_label", "hint")}
            situations.filter(slug=row["slug"]).update(**tile)


class Migration(migrations.Migration):

    dependencies = [("hub", "0012_search_by_rarity")]

    operations = [
        migrations.AddField(
            model_name="situation",
            name="sign",
            field=models.CharField(blank=True, max_length=40, verbose_name="sign"),
        ),
        migrations.AddField(
            model_name="situation",
            name="short_label",
            field=models.CharField(
                blank=True,
                help_text="For its tile on a phone; the label itself where this is empty.",
                max_length=30,
                verbose_name="short label",
            ),
        ),
        migrations.AddField(
            model_name="situation",
            name="hint",
            field=models.CharField(
                blank=True,
                help_text="Two or three examples, as people say them.",
                max_length=40,
                verbose_name="examples",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
