"""Curated situations: who keeps each page, what it says first, and which searches fill it."""

import csv
from pathlib import Path

import django.contrib.postgres.fields
import wagtail.fields
from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "situation_queries.csv"


def fill(apps, schema_editor):
    situations = apps.get_model("hub", "Situation").objects
    with DATA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            queries = row["queries"].split("|")
            situations.filter(slug=row["slug"]).update(queries=queries)


class Migration(migrations.Migration):

    dependencies = [("hub", "0016_standing_in_search")]

    operations = [
        migrations.AddField(
            model_name="situation",
            name="keeper_code",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="code of the agency that keeps this page"
            ),
        ),
        migrations.AddField(
            model_name="situation",
            name="reviewed_on",
            field=models.DateField(blank=True, null=True, verbose_name="last reviewed on"),
        ),
        migrations.AddField(
            model_name="situation",
            name="queries",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='Separated by commas. What answers these searches stands on the page.', verbose_name='what people search for'),
        ),
        migrations.AddField(
            model_name='situation',
            name='steps',
            field=wagtail.fields.StreamField([('step', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'One short sentence, with its full stop.', 'label': 'What to do', 'max_length': 90}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'How', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {})}, help_text='Three to five steps that hold for every case.', verbose_name='first steps'),
        ),
        migrations.AddField(
            model_name='situation',
            name='questions',
            field=wagtail.fields.StreamField([('question', 0)], blank=True, block_lookup={0: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Question', 'page_type': ['agency_sites.ArticlePage']})}, help_text='Published pages: the title is the question, the summary the answer.', verbose_name='five questions'),
        ),
        migrations.AddField(
            model_name='situation',
            name='costs',
            field=wagtail.fields.StreamField([('cost', 3)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Errand', 'max_length': 80}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Time limit', 'max_length': 120}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'What you pay', 'max_length': 120}), 3: ('wagtail.blocks.StructBlock', [[('what', 0), ('time', 1), ('cost', 2)]], {})}, verbose_name='cost and time'),
        ),
        migrations.AddField(
            model_name='situation',
            name='laws',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, help_text='Separated by commas, for instance 31/2024/QH15.', verbose_name='numbers of the current law'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
