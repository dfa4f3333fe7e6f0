"""The needs citizens come with, and their first sixteen (domain brief 4.8)."""

import csv
from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "situations.csv"


def load(apps, schema_editor):
    Situation = apps.get_model("hub", "Situation")
    topics = {each.slug: each for each in apps.get_model("legal_updates", "Topic").objects.all()}
    with DATA.open(encoding="utf-8", newline="") as lines:
        for order, row in enumerate(csv.DictReader(lines), start=1):
            situation = Situation.objects.create(
                label=row["label"],
                slug=row["slug"],
                order=order,
                when_needed=row["when_needed"],
                agency_codes=row["agencies"].split(),
            )
            situation.topics.set(topics[key] for key in row["topics"].split())


class Migration(migrations.Migration):

    dependencies = [
        ('hub', '0006_front_pages'),
        ('legal_updates', '0009_public_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='Situation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60, unique=True, verbose_name='what people need')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('when_needed', models.CharField(help_text='One short sentence in everyday words, with its full stop.', max_length=160, verbose_name='when it is needed')),
                ('agency_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, help_text='Separated by commas. Those that have an open section are shown.', verbose_name='codes of the agencies to ask')),
                ('topics', models.ManyToManyField(related_name='+', to='legal_updates.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'situation',
                'verbose_name_plural': 'situations',
                'ordering': ['order', 'label'],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
