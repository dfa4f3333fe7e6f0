"""The register of legal documents with its topics, kinds and issuing bodies, as 0.1.0 had it."""

import csv
import datetime as dt
from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
import taggit.managers
from django.conf import settings
from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data"
# What a confirmed relation does to the other document; the rest do nothing to its validity.
EFFECTS = {
    "thay_the": "expired",
    "bai_bo": "expired",
    "sua_doi_bo_sung": "amended",
    "dinh_chi": "suspended",
    "tam_ngung": "suspended",
}
# The folded words of a document are made by PostgreSQL, so that a table of 100,000 rows written in
# bulk has them too. The letters are those that `network.core.text.fold` knows of Vietnamese, Jrai
# and Bahnar.
MARKED = (
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđðčñƀĕĭŏŭ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐÐČÑɃĔĬŎŬ"
)
BARE = 2 * "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyddcnbeiou"
# PostgreSQL's parser takes "100/2019/N" for a file name and "a-b" for one word more.
SPLIT = "/-.\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# What is left without a counterpart is dropped: combining marks.
DROPPED = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
DOCUMENT_WORDS = f"""
CREATE FUNCTION legal_document_words(number text, title text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT to_tsvector('simple'::regconfig, lower(translate(
    number || ' ' || title, '{MARKED}{SPLIT}{DROPPED}', '{BARE}{len(SPLIT) * " "}')))
$$
"""
# A change may be marked as spread, and lose the person or the relation it names when those go.
CHANGE_STAYS = """
CREATE FUNCTION legal_updates_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.document_id, OLD.at, OLD.day, OLD.was, OLD.became, OLD.amended, OLD.source,
            OLD.reason)
           = (NEW.document_id, NEW.at, NEW.day, NEW.was, NEW.became, NEW.amended, NEW.source,
              NEW.reason)
           AND (NEW.relation_id IS NULL OR NEW.relation_id = OLD.relation_id)
           AND (NEW.actor_id IS NULL OR NEW.actor_id = OLD.actor_id)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'What became of a document is written once.'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER legal_updates_change_stays BEFORE UPDATE OR DELETE
    ON legal_updates_validitychange FOR EACH ROW EXECUTE FUNCTION legal_updates_change_stays();
"""


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def load_topics(apps):
    """The 45 topics of the Code of norms, so that every installation shares their keys."""
    Topic = apps.get_model("legal_updates", "Topic")
    Topic.objects.bulk_create(
        Topic(slug=row["key"], name=row["label_vi"], order=int(row["order"]))
        for row in rows("legal_topics.csv")
    )


def load_kinds(apps):
    DocumentType = apps.get_model("legal_updates", "DocumentType")
    RelationType = apps.get_model("legal_updates", "RelationType")
    DocumentType.objects.bulk_create(
        [
            DocumentType(
                key=row["key"],
                label=row["label_vi"],
                abbreviation=row["abbr"],
                level=row["level"] or "any",
                normative=row["normative"].startswith("yes"),
                rank=int(row["rank_order"]),
            )
            for row in rows("document_types.csv")
        ]
        # What an import does not know: it is reported, never refused (domain brief 4.1).
        + [DocumentType(key="khac", label="Khác", level="any")],
        ignore_conflicts=True,
    )
    RelationType.objects.bulk_create(
        [
            RelationType(
                key=row["key"],
                label_active=row["label_active_vi"],
                label_passive=row["label_passive_vi"],
                effect=EFFECTS.get(row["key"], "none"),
                symmetric=row["label_active_vi"] == row["label_passive_vi"],
                order=order,
            )
            for order, row in enumerate(rows("document_relations.csv"))
        ],
        ignore_conflicts=True,
    )


def day(text):
    return dt.date.fromisoformat(text) if text else None


def load_bodies(apps):
    """Central bodies of 2019 and of 2025, and those of both provinces before and after 1 July 2025.

    Days of the older ones are general knowledge: a network admin puts them right on the screens.
    """
    IssuingBody = apps.get_model("legal_updates", "IssuingBody")
    table = rows("issuing_bodies.csv")
    bodies = {}
    for row in table:
        body, _ = IssuingBody.objects.get_or_create(
            key=row["key"],
            valid_from=day(row["valid_from"]),
            defaults={
                "name": row["name"],
                "abbreviation": row["abbreviation"],
                "level": row["level"],
                "valid_to": day(row["valid_to"]),
                "aliases": [alias for alias in row["aliases"].split("|") if alias],
            },
        )
        # "key" alone, or "key@first day" where a name began anew.
        bodies[f"{row['key']}@{row['valid_from']}"] = body
        bodies.setdefault(row["key"], body)
    for row in table:
        later = [bodies[name] for name in row["successors"].split("|") if name]
        bodies[f"{row['key']}@{row['valid_from']}"].successors.add(*later)


def load(apps, schema_editor):
    load_topics(apps)
    load_kinds(apps)
    load_bodies(apps)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("legal_updates", "0001_initial"),
        ("legal_updates", "0002_topics"),
        ("legal_updates", "0003_register"),
        ("legal_updates", "0004_register_data"),
        ("legal_updates", "0005_issuing_bodies"),
        ("legal_updates", "0006_changes_stay"),
        ("legal_updates", "0009_public_lists"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0012_agency_kind_index"),
        ("media", "0001_squashed_0002_private_until_published"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(DOCUMENT_WORDS, "DROP FUNCTION legal_document_words(text, text)"),
        migrations.CreateModel(
            name='DocumentType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('label', models.CharField(max_length=120, verbose_name='name')),
                ('abbreviation', models.CharField(blank=True, max_length=20, verbose_name='abbreviation')),
                ('level', models.CharField(choices=[('central', 'Central'), ('provincial', 'Provincial'), ('commune', 'Commune'), ('any', 'Any level')], default='any', max_length=12, verbose_name='level')),
                ('normative', models.BooleanField(default=False, verbose_name='normative')),
                ('rank', models.PositiveSmallIntegerField(default=0, help_text='1 is the highest; 0 is no normative document.', verbose_name='rank')),
            ],
            options={
                'verbose_name': 'kind of document',
                'verbose_name_plural': 'kinds of document',
                'ordering': ['rank', 'label'],
            },
        ),
        migrations.CreateModel(
            name='RelationType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('label_active', models.CharField(max_length=120, verbose_name='name')),
                ('label_passive', models.CharField(max_length=120, verbose_name='name from the other side')),
                ('effect', models.CharField(choices=[('none', 'No effect'), ('amended', 'Amended'), ('expired', 'Wholly expired'), ('suspended', 'Out of force for now')], default='none', max_length=10, verbose_name='effect on the other document')),
                ('symmetric', models.BooleanField(default=False, verbose_name='the same from both sides')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'kind of relation',
                'verbose_name_plural': 'kinds of relation',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='slug')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={'verbose_name': 'topic', 'verbose_name_plural': 'topics', 'ordering': ['order', 'name']},
        ),
        migrations.CreateModel(
            name='IssuingBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('key', models.CharField(editable=False, max_length=200)),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, verbose_name='other names')),
                ('abbreviation', models.CharField(blank=True, max_length=30, verbose_name='abbreviation')),
                ('level', models.CharField(choices=[('central', 'Central'), ('provincial', 'Provincial'), ('commune', 'Commune'), ('any', 'Any level')], max_length=12, verbose_name='level')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('successors', models.ManyToManyField(blank=True, related_name='predecessors', to='legal_updates.issuingbody', verbose_name='successors')),
            ],
            options={
                'verbose_name': 'issuing body',
                'verbose_name_plural': 'issuing bodies',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('key', 'valid_from'), name='issuing_body_unique', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='issuing_body_dates', violation_error_message='The last day comes before the first.')],
            },
        ),
        migrations.CreateModel(
            name='LegalDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='number and symbol')),
                ('number_key', models.CharField(editable=False, max_length=80)),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='date of issue')),
                ('slug', models.SlugField(editable=False, max_length=120, unique=True, verbose_name='address')),
                ('title', models.CharField(help_text='As the heading of the document says it.', max_length=1500, verbose_name='abstract')),
                ('signer', models.CharField(blank=True, max_length=120, verbose_name='signed by')),
                ('signer_position', models.CharField(blank=True, max_length=160, verbose_name='position of the signer')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('expires_on', models.DateField(blank=True, help_text='The first day on which it does not hold.', null=True, verbose_name='no longer in force from')),
                ('separate_effect', models.TextField(blank=True, help_text='Where single articles come into force on another day: which, and when.', max_length=1000, verbose_name='parts with dates of their own')),
                ('validity', models.CharField(choices=[('undetermined', 'Undetermined'), ('not_yet', 'Not yet in force'), ('in_force', 'Still in force'), ('partly_expired', 'Partly expired'), ('expired', 'Wholly expired'), ('suspended', 'Out of force for now'), ('obsolete', 'No longer suitable')], default='undetermined', max_length=16, verbose_name='validity')),
                ('validity_source', models.CharField(blank=True, help_text='The page or document that tells its validity.', max_length=255, verbose_name='who says so')),
                ('validity_checked_on', models.DateField(blank=True, null=True, verbose_name='validity checked on')),
                ('expiry_reason', models.CharField(blank=True, max_length=500, verbose_name='why it no longer holds')),
                ('expired_parts', models.TextField(blank=True, max_length=2000, verbose_name='parts that no longer hold')),
                ('gazette_on', models.DateField(blank=True, null=True, verbose_name='published in the gazette on')),
                ('gazette_number', models.CharField(blank=True, max_length=60, verbose_name='number of the gazette')),
                ('scope', models.CharField(choices=[('nationwide', 'Nationwide'), ('province', 'Province'), ('commune', 'Commune or ward')], default='nationwide', max_length=12, verbose_name='applies in')),
                ('level', models.CharField(choices=[('central', 'Central'), ('provincial', 'Provincial'), ('commune', 'Commune'), ('any', 'Any level')], default='central', editable=False, max_length=12)),
                ('official_url', models.URLField(blank=True, help_text='Where the whole text stands.', max_length=1000, verbose_name='official text')),
                ('origin', models.CharField(choices=[('hand', 'By hand'), ('table', 'From a table'), ('feed', 'From a portal')], default='hand', max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='confirmed')),
                ('words', models.GeneratedField(db_persist=True, expression=models.Func('number', 'title', function='legal_document_words'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('confirmed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('issuer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='legal_updates.issuingbody', verbose_name='issuing body')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='legal_updates.documenttype', verbose_name='kind of document')),
            ],
            options={
                'verbose_name': 'legal document',
                'verbose_name_plural': 'legal documents',
                'ordering': ['-issued_on', '-id'],
                'indexes': [models.Index(models.OrderBy(models.F('issued_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='legal_document_newest'), models.Index(fields=['type', '-issued_on'], name='legal_document_type'), models.Index(fields=['issuer', '-issued_on'], name='legal_document_issuer'), models.Index(fields=['validity', '-issued_on'], name='legal_document_validity'), models.Index(fields=['level', '-issued_on'], name='legal_document_level'), models.Index(fields=['effective_on'], name='legal_document_effective'), models.Index(fields=['expires_on'], name='legal_document_expires'), models.Index(condition=models.Q(('confirmed_at__isnull', True)), fields=['id'], name='legal_document_to_confirm'), models.Index(fields=['scope', '-issued_on'], name='legal_document_scope'), django.contrib.postgres.indexes.GinIndex(fields=['words'], name='legal_document_by_words')],
                'constraints': [models.UniqueConstraint(fields=('number_key', 'type', 'issuer', 'issued_on'), name='legal_document_identity', nulls_distinct=False, violation_error_message='This document is in the register already: same number, kind, body and date.'), models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), models.Q(('issued_on__isnull', False), ('issuer__isnull', False), models.Q(('official_url', ''), _negated=True)), _connector='OR'), name='legal_document_confirmed_whole', violation_error_message='A confirmed document has an issuing body, a date and its official text.')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='DocumentTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='document_topics', to='legal_updates.legaldocument')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='document_topics', to='legal_updates.topic')),
            ],
            options={'abstract': False},
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.agencydocument', verbose_name='file')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='legal_updates.legaldocument')),
            ],
            options={'verbose_name': 'file', 'verbose_name_plural': 'files', 'ordering': ['order', 'id']},
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='number and symbol')),
                ('number_key', models.CharField(max_length=80)),
                ('type_key', models.CharField(blank=True, max_length=40)),
                ('in_live', models.BooleanField(default=False)),
                ('in_draft', models.BooleanField(default=False)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='citations', to='legal_updates.legaldocument')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'indexes': [models.Index(condition=models.Q(('in_live', True)), fields=['document', 'page'], name='citation_of_live'), models.Index(condition=models.Q(('document__isnull', True)), fields=['number_key'], name='citation_unresolved')],
                'constraints': [models.UniqueConstraint(fields=('page', 'number_key', 'document'), name='citation_unique', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target_number', models.CharField(blank=True, max_length=60, verbose_name='number of the other')),
                ('target_key', models.CharField(blank=True, editable=False, max_length=80)),
                ('target_words', models.CharField(blank=True, max_length=500, verbose_name='the other in words')),
                ('parts', models.TextField(blank=True, help_text='Only where it concerns single articles; empty means the whole document.', max_length=1000, verbose_name='parts concerned')),
                ('takes_effect_on', models.DateField(blank=True, help_text='Left empty: when the document comes into force.', null=True, verbose_name='takes effect on')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed')),
                ('applied_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='legal_updates.legaldocument')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reverse_relations', to='legal_updates.legaldocument', verbose_name='other document')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legal_updates.relationtype')),
            ],
            options={
                'verbose_name': 'relation',
                'verbose_name_plural': 'relations',
                'indexes': [models.Index(condition=models.Q(('target__isnull', True)), fields=['target_key'], name='relation_dangling'), models.Index(condition=models.Q(('applied_at__isnull', True), ('confirmed_at__isnull', False)), fields=['takes_effect_on'], name='relation_to_apply')],
                'constraints': [models.UniqueConstraint(fields=('document', 'type', 'target', 'target_key'), name='relation_unique', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('target__isnull', False), models.Q(('target_number', ''), _negated=True), _connector='OR'), name='relation_has_target', violation_error_message='Choose the other document, or write its number.'), models.CheckConstraint(condition=models.Q(('target__isnull', True), models.Q(('target', models.F('document')), _negated=True), _connector='OR'), name='relation_not_to_itself', violation_error_message='A document is not related to itself.')],
            },
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='topics',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='legal_updates.DocumentTopic', to='legal_updates.Topic', verbose_name='topics'),
        ),
        migrations.CreateModel(
            name='ValidityChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('day', models.DateField(verbose_name='from')),
                ('was', models.CharField(choices=[('undetermined', 'Undetermined'), ('not_yet', 'Not yet in force'), ('in_force', 'Still in force'), ('partly_expired', 'Partly expired'), ('expired', 'Wholly expired'), ('suspended', 'Out of force for now'), ('obsolete', 'No longer suitable')], max_length=16, verbose_name='validity before')),
                ('became', models.CharField(choices=[('undetermined', 'Undetermined'), ('not_yet', 'Not yet in force'), ('in_force', 'Still in force'), ('partly_expired', 'Partly expired'), ('expired', 'Wholly expired'), ('suspended', 'Out of force for now'), ('obsolete', 'No longer suitable')], max_length=16, verbose_name='validity after')),
                ('amended', models.BooleanField(default=False)),
                ('source', models.CharField(blank=True, max_length=255, verbose_name='who says so')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('spread_at', models.DateTimeField(null=True)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='legal_updates.legaldocument')),
                ('relation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='changes', to='legal_updates.relation')),
            ],
            options={
                'verbose_name': 'change of validity',
                'verbose_name_plural': 'changes of validity',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(condition=models.Q(('spread_at__isnull', True)), fields=['id'], name='validity_change_to_spread')],
            },
        ),
        migrations.CreateModel(
            name='PageReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('due_on', models.DateField(verbose_name='due')),
                ('outcome', models.CharField(choices=[('open', 'To be looked at'), ('still_right', 'Still right'), ('updated', 'Text brought up to date'), ('withdrawn', 'Withdrawn')], default='open', max_length=12, verbose_name='outcome')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='page_reviews', to='agencies.agency')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='page_reviews', to='legal_updates.legaldocument')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='legal_updates.validitychange')),
            ],
            options={
                'verbose_name': 'page to review',
                'verbose_name_plural': 'pages to review',
                'indexes': [models.Index(fields=['agency', 'outcome', 'due_on'], name='page_review_of_agency'), models.Index(fields=['outcome', 'due_on'], name='page_review_by_outcome'), models.Index(fields=['page', 'document'], name='page_review_of_page')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', 'open')), fields=('page', 'document'), name='page_review_one_open')],
            },
        ),
        migrations.RunSQL(CHANGE_STAYS, "DROP FUNCTION legal_updates_change_stays CASCADE"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
