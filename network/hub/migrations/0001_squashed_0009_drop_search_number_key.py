"""The citizens' hub and its search, as 0.1.0 had them.

The triggers that kept the search then are left out: 0010 takes them off.
"""

import csv
import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from network.agencies import importing

DATA = Path(__file__).resolve().parent.parent / "data" / "situations.csv"
HUB_PATH = "00010001"
KEEP_SEARCH = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, args)
VALUES ('default', 'hub.keep_search', 0, 'hub.keep_search', '{}')
"""


def create_hub(apps):
    """Put the hub's front page where Wagtail puts its welcome page, and give it the one Site."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HubHomePage = apps.get_model("hub", "HubHomePage")
    content_type, _ = ContentType.objects.get_or_create(app_label="hub", model="hubhomepage")
    locale, _ = Locale.objects.get_or_create(language_code="vi")
    Site.objects.all().delete()
    Page.objects.filter(path__startswith=HUB_PATH).delete()
    Page.objects.filter(path="0001").update(numchild=1, locale=locale)
    Locale.objects.exclude(pk=locale.pk).delete()
    hub = HubHomePage.objects.create(
        title="Phổ biến, giáo dục pháp luật tỉnh Gia Lai",
        draft_title="Phổ biến, giáo dục pháp luật tỉnh Gia Lai",
        slug="hub",
        content_type=content_type,
        path=HUB_PATH,
        depth=2,
        numchild=0,
        url_path="/hub/",
        locale=locale,
        translation_key=uuid.uuid4(),
    )
    Site.objects.create(
        hostname="localhost", root_page_id=hub.pk, is_default_site=True, site_name="PBGDPL Gia Lai"
    )


def remove_hub(apps, schema_editor):
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("hub", "HubHomePage").objects.all().delete()
    apps.get_model("wagtailcore", "Page").objects.filter(path="0001").update(numchild=0)


def note_places(apps):
    """The first job of the search finds the communes by these."""
    table = Path(importing.__file__).parent / "data" / "communes_2025.csv"
    with table.open(encoding="utf-8", newline="") as file:
        codes = [int(row["code"]) for row in csv.DictReader(file)]
    SearchChange = apps.get_model("hub", "SearchChange")
    SearchChange.objects.bulk_create(SearchChange(kind="place", key=code) for code in codes)


def load_situations(apps):
    """The first sixteen of the needs that citizens come with."""
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


def load(apps, schema_editor):
    create_hub(apps)
    note_places(apps)
    schema_editor.execute(KEEP_SEARCH)
    load_situations(apps)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("hub", "0001_initial"),
        ("hub", "0002_hub_home"),
        ("hub", "0003_search"),
        ("hub", "0004_search_follows"),
        ("hub", "0005_search_begins"),
        ("hub", "0006_front_pages"),
        ("hub", "0007_situations"),
        ("hub", "0008_questions"),
        ("hub", "0009_drop_search_number_key"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0012_agency_kind_index"),
        ("agency_sites", "0001_squashed_0011_questions"),
        ("aggregator", "0001_squashed_0010_item_use"),
        ("legal_updates", "0001_squashed_0009_public_lists"),
        ("procrastinate", "0041_post_retry_failed_job"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        # What a typing error is held against; a trusted extension, the owner of the database may.
        TrigramExtension(),
        migrations.CreateModel(
            name='HubHomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={'verbose_name': 'hub front page', 'verbose_name_plural': 'hub front pages'},
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HubSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('province', models.CharField(default='tỉnh Gia Lai', max_length=80, verbose_name='province')),
                ('owner', models.CharField(default='', max_length=255, verbose_name='governing body')),
                ('contact_name', models.CharField(default='', max_length=120, verbose_name='overseeing agency')),
                ('address', models.CharField(default='', max_length=255, verbose_name='address')),
                ('phone', models.CharField(default='', max_length=40, verbose_name='phone')),
                ('email', models.EmailField(default='', max_length=254, verbose_name='email')),
                ('responsible_person', models.CharField(default='', max_length=120, verbose_name='person responsible for content')),
            ],
            options={'verbose_name': 'hub settings'},
        ),
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
            options={'verbose_name': 'situation', 'verbose_name_plural': 'situations', 'ordering': ['order', 'label']},
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('article', 'Article of an agency'), ('question', 'Question and answer'), ('document', 'Legal document'), ('card', 'News of policies'), ('agency', 'Agency'), ('place', 'Commune or ward')], max_length=10)),
                ('key', models.BigIntegerField()),
                ('title', models.CharField(max_length=1700)),
                ('names', models.TextField(blank=True)),
                ('url', models.CharField(max_length=1000)),
                ('text', models.TextField(blank=True)),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list)),
                ('level', models.CharField(blank=True, max_length=12)),
                ('status', models.CharField(blank=True, max_length=16)),
                ('day', models.DateField(null=True)),
                ('folded', django.contrib.postgres.search.SearchVectorField()),
                ('exact', django.contrib.postgres.search.SearchVectorField()),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agencies.agency')),
            ],
            options={
                'verbose_name': 'search entry',
                'verbose_name_plural': 'search entries',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['folded'], name='search_entry_folded'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['exact'], name='search_entry_exact')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='search_entry_of')],
            },
        ),
        migrations.RunPython(load, remove_hub),
    ]
