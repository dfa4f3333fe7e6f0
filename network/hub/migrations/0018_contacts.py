"""Telephone numbers as data, and the national short numbers with their sources."""

import csv
from pathlib import Path

import django.contrib.postgres.fields
import django.core.validators
from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "contacts.csv"


def fill(apps, schema_editor):
    contact = apps.get_model("hub", "Contact")
    with DATA.open(encoding="utf-8", newline="") as lines:
        contact.objects.bulk_create(
            contact(**row | {"situations": row["situations"].split()})
            for row in csv.DictReader(lines)
        )


class Migration(migrations.Migration):

    dependencies = [("hub", "0017_curated_situations")]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hotline', 'Hotline'), ('legal_aid', 'Legal aid'), ('one_stop', 'One-stop office'), ('reporters', 'Legal reporters')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('number', models.CharField(blank=True, help_text='Empty until its keeper confirms it. No private numbers.', max_length=20, validators=[django.core.validators.RegexValidator('^[0-9][0-9 .]{1,18}[0-9]$', 'Write figures only.')], verbose_name='phone number')),
                ('hours', models.CharField(blank=True, max_length=120, verbose_name='hours')),
                ('about', models.CharField(blank=True, max_length=160, verbose_name='what to call for')),
                ('keeper_code', models.CharField(blank=True, max_length=40, verbose_name='code of the agency that keeps it')),
                ('place_code', models.CharField(blank=True, help_text='Empty where the whole province may call.', max_length=10, verbose_name='code of the commune')),
                ('situations', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=60), blank=True, default=list, help_text='Separated by commas, for instance dat-dai, thue.', verbose_name='addresses of the situations')),
                ('source', models.CharField(blank=True, help_text='The act that assigns a national number.', max_length=200, verbose_name='source')),
                ('source_url', models.URLField(blank=True, verbose_name='address of the source')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['kind', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('number', ''), models.Q(('checked_on__isnull', False), models.Q(models.Q(('keeper_code', ''), _negated=True), models.Q(('source', ''), _negated=True), _connector='OR')), _connector='OR'), name='contact_number_confirmed')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
