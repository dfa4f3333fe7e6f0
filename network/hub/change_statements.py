"""SQL for the trigger rules in changes.py: cache notifications and search changes for changed rows.

In every statement `rows` are the changed rows, in their old and new versions. Functions named
"notify" or "record" return whole statements; the others return queries to build them from.
"""

# ruff: noqa: S608 - nothing in these statements comes from outside.
from network.core.freshness.triggers import notify

IS_CARD = "status = 'published' AND duplicate_of_id IS NULL"


def record_search_changes(found: str) -> str:
    return f"INSERT INTO hub_searchchange (kind, key) {found}"


def withdraw_from_search(found: str) -> str:
    """Return SQL that deletes search entries. `found` is a query for (kinds, id)."""
    return (
        f"DELETE FROM hub_searchentry e USING ({found}) AS g (kinds, id)"
        " WHERE e.kind = ANY (g.kinds) AND e.key = g.id"
    )


PAGE_KINDS = "'{article,question,material,agency}'::text[]"


def sections(key: str, *names: str, where: str = "true") -> str:
    """Return a query for the section dependencies of live pages referenced by column `key`, plus
    `names`."""
    other = "".join(f", '{name}'" for name in names)
    return (
        f"SELECT unnest(ARRAY['section:' || left(p.path, 12){other}])"
        f" FROM rows r JOIN wagtailcore_page p ON p.id = r.{key}"
        f" WHERE p.live AND p.depth > 2 AND {where}"
    )


def documents_listing(key: str, where: str = "true") -> str:
    """Return a query for the documents whose public pages list the pages referenced by column
    `key`."""
    bound = " UNION ALL ".join(
        f"SELECT page_id, document_id FROM agency_sites_{kind}document"
        for kind in ("update", "material")
    )
    return f"""
    SELECT 'document:' || d.document_id FROM rows r JOIN ({bound} UNION ALL
      SELECT page_id, document_id FROM legal_updates_citation
       WHERE in_live AND document_id IS NOT NULL) AS d ON d.page_id = r.{key} WHERE {where}"""


def notify_texts(key: str) -> str:
    """Return SQL that notifies everything showing the live pages referenced by column `key`."""
    return notify(f"{sections(key, 'hub')} UNION ALL {documents_listing(key)}")


def uses(kind: str, key: str = "id") -> str:
    """Return a query for the sections whose live pages show a picture or link to a file."""
    return f"""
    SELECT 'section:' || left(p.path, 12) FROM rows r
      JOIN wagtailcore_referenceindex i ON i.to_object_id = r.{key}::text
      JOIN django_content_type t ON t.id = i.to_content_type_id
       AND t.app_label = 'media' AND t.model = '{kind}'
      JOIN django_content_type b ON b.id = i.base_content_type_id
       AND b.app_label = 'wagtailcore' AND b.model = 'page'
      JOIN wagtailcore_page p ON p.id = CASE b.model WHEN 'page' THEN i.object_id::bigint END
     WHERE p.live AND p.depth > 2"""


def notify_pictures(key: str) -> str:
    """Return SQL that notifies everything showing a picture, including banners, which appear in all
    sections."""
    return notify(
        f"SELECT unnest('{{pictures,hub}}'::text[]) WHERE EXISTS (SELECT FROM rows)"
        f" UNION {uses('agencyimage', key)} UNION SELECT 'everything'"
        f" FROM rows r JOIN agency_sites_pano o ON o.image_id = r.{key}"
    )


def notify_files(key: str) -> str:
    """Return SQL that notifies everything linking to a file, including legal documents."""
    return notify(
        f"{uses('agencydocument', key)} UNION ALL SELECT 'document:' || f.document_id"
        f" FROM rows r JOIN legal_updates_documentfile f ON f.file_id = r.{key}"
    )


def record_changed_articles(key: str) -> str:
    return record_search_changes(
        f"SELECT 'article', p.id FROM wagtailcore_page p WHERE p.live"
        f" AND p.id IN (SELECT {key} FROM rows)"
    )


def places(agencies: str) -> str:
    return (
        "SELECT 'place', a.code::bigint FROM agencies_agency a"
        f" WHERE a.code ~ '^[0-9]{{1,9}}$' AND a.id IN ({agencies})"
    )


def record_changed_cards(key: str, found: str) -> str:
    return record_search_changes(
        f"SELECT 'card', id FROM aggregator_libraryitem WHERE {IS_CARD} AND {key} IN ({found})"
    )


def record_changed_documents(key: str, found: str) -> str:
    return record_search_changes(
        f"SELECT 'document', id FROM legal_updates_legaldocument WHERE {key} IN ({found})"
    )


HOMES = "SELECT 'agency', page_ptr_id FROM agency_sites_agencyhomepage WHERE agency_id IN "
UNDER = """
    FROM rows r JOIN wagtailcore_page top ON top.id = r.page_id
    JOIN wagtailcore_page p ON p.path LIKE top.path || '%' AND p.live AND p.depth > 2"""
