"""Everything public in one table, for the search."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0009_editorial_rules_changed'),
        ('hub', '0002_hub_home'),
    ]

    operations = [
        # What a typing error is held against; a trusted extension, the owner of the database may.
        TrigramExtension(),
        migrations.CreateModel(
            name='SearchChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('key', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('folded', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('written', models.CharField(max_length=120)),
                ('titles', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'search word',
                'verbose_name_plural': 'search words',
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('folded'), 'gin_trgm_ops'), name='search_word_alike'), models.Index(django.contrib.postgres.indexes.OpClass(models.F('folded'), 'text_pattern_ops'), models.F('titles'), name='search_word_begins')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('article', 'Article of an agency'), ('document', 'Legal document'), ('card', 'News of policies'), ('agency', 'Agency'), ('place', 'Commune or ward')], max_length=10)),
                ('key', models.BigIntegerField()),
                ('title', models.CharField(max_length=1700)),
                ('names', models.TextField(blank=True)),
                ('url', models.CharField(max_length=1000)),
                ('text', models.TextField(blank=True)),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list)),
                ('level', models.CharField(blank=True, max_length=12)),
                ('status', models.CharField(blank=True, max_length=16)),
                ('day', models.DateField(null=True)),
                ('number_key', models.CharField(blank=True, max_length=80)),
                ('folded', django.contrib.postgres.search.SearchVectorField()),
                ('exact', django.contrib.postgres.search.SearchVectorField()),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agencies.agency')),
            ],
            options={
                'verbose_name': 'search entry',
                'verbose_name_plural': 'search entries',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['folded'], name='search_entry_folded'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['exact'], name='search_entry_exact'), models.Index(condition=models.Q(('number_key', ''), _negated=True), fields=['number_key'], name='search_entry_number')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='search_entry_of')],
            },
        ),
    ]
