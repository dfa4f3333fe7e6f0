"""Indexes that Wagtail lacks, and the order of Vietnamese names, as 0.1.0 had them.

Names are sorted on a PostgreSQL that has no ICU, by the same key as `network.core.text.sort_key`:
syllable by syllable, the letters first (each as one ASCII character, in the order a ă â b ...), then
their tones. Letters beyond those of Vietnamese and of the province's languages keep their code points
and come last.
"""

from django.db import migrations, models

# Without the first three, pages near the root and every search scan the tree. Measured at 1,000
# agencies of 200 pages: children of the hub 65,523 -> 67 buffers, a rare word 2,779 -> 28 ms.
# A search finds rows by their key as text: core_page_id_text serves those who search pages of any
# kind, the others who search one kind. Newest articles at 1,000 agencies: 11,396 -> 284 buffers.
# An address is asked by equality alone and may be longer than an entry of a B-tree. Open sections
# are counted as all but the closed ones, of which there are few.
INDEXES = {
    "core_page_depth_path": "wagtailcore_page (depth, path)",
    "core_page_id_text": "wagtailcore_page ((id::varchar(50)))",
    "core_search_title_body": "wagtailsearch_indexentry USING gin ((title || body))",
    "core_audit_newest": "agencies_auditentry (at DESC, id DESC)",
    "core_article_newest": "agency_sites_articlepage (date DESC, page_ptr_id DESC)",
    "core_article_id_text": "agency_sites_articlepage ((page_ptr_id::varchar(50)))",
    "core_item_id_text": "aggregator_libraryitem ((id::varchar(50)))",
    "core_image_id_text": "media_agencyimage ((id::varchar(50)))",
    "core_document_id_text": "media_agencydocument ((id::varchar(50)))",
    "core_page_expire_at": "wagtailcore_page (expire_at) WHERE live AND expire_at IS NOT NULL",
    "core_page_url_path": "wagtailcore_page USING hash (url_path)",
    "core_closed_sections": "wagtailcore_page (id) WHERE NOT live AND depth = 3",
}
LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbƀcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqr"
    "stuùủũúụưừửữứựvwxyỳỷỹýỵz0123456789ðčĕĭŏŭñäëïöüçåšžńś"
)
RANKS = (
    r"AAAAAABBBBBBCCCCCCDEFGHIIIIIIJJJJJJKLMNNNNNNOPQRSTTTTTTUUUUUUVVVVVVWXY"
    r"Z[\\\\\\]]]]]]^_`aaaaaab0123456789HFINT\SAINT\FAZbSZ"
)
TONES = (
    "0123450123450123450000001234501234500001234500000012345012345012345000"
    "0001234501234500001234500000000000066666366666666644"
)
SORT_KEY = f"""
CREATE FUNCTION core_sort_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(
        string_agg(
            translate(syllable, '{LETTERS}', '{RANKS}') || ' ' ||
            translate(syllable, '{LETTERS}', '{TONES}'),
            ' ' ORDER BY place
        ), '') COLLATE "C"
    FROM regexp_split_to_table(
        regexp_replace(lower(normalize(name)), '[''’ʼ‘`]', '', 'g'), '[^[:alnum:]]+'
    ) WITH ORDINALITY AS part(syllable, place)
    WHERE syllable <> ''
$$"""
# "Lê Thị Ngọc Lam" as "Lam Lê Thị Ngọc".
PERSON_SORT_KEY = r"""
CREATE FUNCTION core_person_sort_key(full_name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT core_sort_key(regexp_replace(trim(full_name), '^(.*)\s(\S+)$', '\2 \1'))
$$"""


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("core", "0001_page_indexes"),
        ("core", "0002_newest_and_found"),
        ("core", "0003_expiring_pages"),
        ("core", "0004_sort_key"),
        ("core", "0005_public_pages"),
        ("core", "0006_attempt_count"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0012_agency_kind_index"),
        ("agency_sites", "0001_squashed_0011_questions"),
        ("aggregator", "0001_squashed_0010_item_use"),
        ("media", "0001_squashed_0002_private_until_published"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]
    operations = [
        migrations.CreateModel(
            name='AttemptCount',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('since', models.DateTimeField(db_index=True)),
                ('count', models.PositiveIntegerField()),
            ],
        ),
        migrations.RunSQL(SORT_KEY, "DROP FUNCTION core_sort_key(text)"),
        migrations.RunSQL(PERSON_SORT_KEY, "DROP FUNCTION core_person_sort_key(text)"),
        *(
            migrations.RunSQL(f"CREATE INDEX {name} ON {target}", f"DROP INDEX {name}")
            for name, target in INDEXES.items()
        ),
    ]
