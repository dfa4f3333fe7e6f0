"""One vector for the search, counted words, and the everyday words that Sở Tư pháp keeps.

The rows are made anew by the job that is queued after a migration; until then the words without
accents answer.
"""

import csv
from pathlib import Path

import django.contrib.postgres.indexes
from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "everyday_words.csv"


def load(apps, schema_editor):
    EverydayWord = apps.get_model("hub", "EverydayWord")
    with DATA.open(encoding="utf-8", newline="") as lines:
        EverydayWord.objects.bulk_create(
            EverydayWord(said=row["said"], meant=row["meant"]) for row in csv.DictReader(lines)
        )


class Migration(migrations.Migration):
    dependencies = [("hub", "0011_demo")]

    operations = [
        migrations.RemoveIndex(model_name="searchentry", name="search_entry_folded"),
        migrations.RemoveIndex(model_name="searchentry", name="search_entry_exact"),
        migrations.RemoveField(model_name="searchentry", name="exact"),
        # On the way back: those rows have no second vector, the job of before makes them anew.
        migrations.RunSQL(migrations.RunSQL.noop, "TRUNCATE hub_searchentry"),
        migrations.RenameField(model_name="searchentry", old_name="folded", new_name="words"),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="search_entry_words", fastupdate=False),
        ),
        migrations.DeleteModel(name="SearchWord"),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=150, primary_key=True, serialize=False)),
                ("entries", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="EverydayWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("said", models.CharField(max_length=80, verbose_name="what citizens say")),
                ("meant", models.CharField(max_length=120, verbose_name="what the law calls it")),
            ],
            options={
                "verbose_name": "everyday word",
                "verbose_name_plural": "everyday words",
                "ordering": ["said", "meant"],
                "constraints": [models.UniqueConstraint(fields=("said", "meant"), name="everyday_word_once")],
            },
        ),
        migrations.CreateModel(
            name="UnansweredQuery",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("query", models.CharField(blank=True, max_length=200, verbose_name="what was searched for")),
                ("days", models.PositiveSmallIntegerField(default=1, verbose_name="on how many days")),
                ("last_on", models.DateField(verbose_name="last on")),
            ],
            options={"verbose_name": "search in vain", "verbose_name_plural": "searches in vain"},
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
