"""Fill the stock site with the pages of a loaded network: `python -m stock.fill URL`.

The same tree, titles, summaries, texts, pictures, files and topics. Where an article names a
document of law, what that document is and whether it still holds is for ours alone to tell.
"""

import os
import sys
from typing import Any

import django
import psycopg

# In the order of their keys in COPY; the content type is put in by `kind`.
PAGE = (
    "id, path, depth, numchild, title, draft_title, slug, url_path, seo_title,"
    " search_description, show_in_menus, live, has_unpublished_changes, first_published_at,"
    " last_published_at, latest_revision_created_at, expired, locked, locale_id, translation_key"
)
KINDS = {
    "hub_hubhomepage": "homepage",
    "agency_sites_agencyhomepage": "agencypage",
    "agency_sites_sectionindexpage": "indexpage",
    "agency_sites_articlepage": "article",
}
# What an article consists of besides its text: from which table into which.
PARTS = (
    (
        "SELECT id, title, file, description, width, height, created_at, file_size, file_hash, 1"
        " FROM media_agencyimage",
        "COPY wagtailimages_image (id, title, file, description, width, height, created_at,"
        " file_size, file_hash, collection_id) FROM STDIN",
    ),
    (
        "SELECT id, title, file, created_at, file_size, file_hash, 1 FROM media_agencydocument",
        "COPY wagtaildocs_document (id, title, file, created_at, file_size, file_hash,"
        " collection_id) FROM STDIN",
    ),
    (
        "SELECT id, name, slug FROM legal_updates_topic",
        "COPY taggit_tag (id, name, slug) FROM STDIN",
    ),
)


def main(source_url: str) -> int:
    """Make the tables anew and copy the pages."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "stock.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    with psycopg.connect(source_url) as source, connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE wagtailcore_page, wagtailcore_site, wagtailimages_image,"
            " wagtaildocs_document, taggit_tag CASCADE"
        )
        for read, write in PARTS:
            copy_rows(source, read, cursor, write)
        copy_pages(source, cursor)
        copy_own_rows(source, cursor)
        cursor.execute(
            "INSERT INTO wagtailcore_site (hostname, port, site_name, root_page_id,"
            " is_default_site) SELECT '127.0.0.1', 80, 'Stock', page_ptr_id, true"
            " FROM stock_homepage"
        )
        cursor.execute("ANALYZE")
    call_command("update_index", verbosity=0)
    return 0


def copy_pages(source: Any, cursor: Any) -> None:
    """Copy the rows of all pages, each with its type in the stock site."""
    from django.contrib.contenttypes.models import ContentType

    from . import models

    types = ContentType.objects.get_for_models(
        models.HomePage, models.AgencyPage, models.IndexPage, models.Article
    )
    keys = {model._meta.model_name: each.pk for model, each in types.items()}
    base = ContentType.objects.get(app_label="wagtailcore", model="page").pk
    kinds: dict[int, int] = {}
    for table, kind in KINDS.items():
        rows = source.execute(f"SELECT page_ptr_id FROM {table}")  # noqa: S608
        kinds |= dict.fromkeys((key for (key,) in rows), keys[kind])
    with cursor.copy(f"COPY wagtailcore_page ({PAGE}, content_type_id) FROM STDIN") as copy:
        for row in source.execute(f"SELECT {PAGE} FROM wagtailcore_page"):  # noqa: S608
            copy.write_row([*row, kinds.get(row[0], base)])


def copy_own_rows(source: Any, cursor: Any) -> None:
    """Copy what each type of page has of its own."""
    cursor.execute(
        "INSERT INTO stock_homepage (page_ptr_id) SELECT id FROM wagtailcore_page WHERE depth = 2"
    )
    copy_rows(
        source,
        "SELECT h.page_ptr_id, h.introduction, a.name, a.address"
        " FROM agency_sites_agencyhomepage h JOIN agencies_agency a ON a.id = h.agency_id",
        cursor,
        "COPY stock_agencypage (page_ptr_id, introduction, name, address) FROM STDIN",
    )
    copy_rows(
        source,
        "SELECT page_ptr_id, introduction FROM agency_sites_sectionindexpage",
        cursor,
        "COPY stock_indexpage (page_ptr_id, introduction) FROM STDIN",
    )
    columns = "page_ptr_id, summary, date, source_name, source_url, cover_id, cover_alt_text, body"
    articles = f"SELECT {columns}::text FROM agency_sites_articlepage"  # noqa: S608
    copy_rows(source, articles, cursor, f"COPY stock_article ({columns}) FROM STDIN")
    copy_rows(
        source,
        "SELECT content_object_id, tag_id FROM agency_sites_articletopic",
        cursor,
        "COPY stock_articletag (content_object_id, tag_id) FROM STDIN",
    )


def copy_rows(source: Any, read: str, cursor: Any, write: str) -> None:
    """Copy what one statement reads with another that writes."""
    with cursor.copy(write) as copy:
        for row in source.execute(read):
            copy.write_row(row)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
