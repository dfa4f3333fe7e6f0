"""What is notified, and what the search is to read anew, when a row that citizens see changes.

The names are those that views, pages and parts of templates depend on
(docs/adr/0036-coarse-dependencies.md). A table that citizens see and that is missing here is found
by tests/hub/test_changes.py.

`rows` are the changed rows, as they were and as they are. The search's notes are taken by
`search.keeping`; whatever is no longer public leaves the search at once.
"""

# ruff: noqa: S608 - nothing in these statements comes from outside.
from network.core.freshness.triggers import RowChanged, RowsChanged, Rule, notify

_UPDATE = ("UPDATE",)
_UPDATE_DELETE = ("UPDATE", "DELETE")
_IS_CARD = "status = 'published' AND duplicate_of_id IS NULL"


def _note(found: str) -> str:
    return f"INSERT INTO hub_searchchange (kind, key) {found}"


def _withdraw(found: str) -> str:
    """Take what a query names by kinds and key out of the search."""
    return (
        f"DELETE FROM hub_searchentry e USING ({found}) AS g (kinds, id)"
        " WHERE e.kind = ANY (g.kinds) AND e.key = g.id"
    )


_PAGE_KINDS = "'{article,question,material,agency}'::text[]"


def _sections(key: str, *names: str, where: str = "true") -> str:
    """The sections of the live pages whose key is in the column `key`, and further names."""
    other = "".join(f", '{name}'" for name in names)
    return (
        f"SELECT unnest(ARRAY['section:' || left(p.path, 12){other}])"
        f" FROM rows r JOIN wagtailcore_page p ON p.id = r.{key}"
        f" WHERE p.live AND p.depth > 2 AND {where}"
    )


def _documents_listing(key: str, where: str = "true") -> str:
    """The documents whose pages list the pages whose key is in the column `key`."""
    bound = " UNION ALL ".join(
        f"SELECT page_id, document_id FROM agency_sites_{kind}document"
        for kind in ("update", "material")
    )
    return f"""
    SELECT 'document:' || d.document_id FROM rows r JOIN ({bound} UNION ALL
      SELECT page_id, document_id FROM legal_updates_citation
       WHERE in_live AND document_id IS NOT NULL) AS d ON d.page_id = r.{key} WHERE {where}"""


def _texts(key: str) -> str:
    """All that shows something of the live pages whose key is in the column `key`."""
    return notify(f"{_sections(key, 'hub')} UNION ALL {_documents_listing(key)}")


def _uses(kind: str, key: str = "id") -> str:
    """The sections of the live pages that show a picture or lead to a file."""
    return f"""
    SELECT 'section:' || left(p.path, 12) FROM rows r
      JOIN wagtailcore_referenceindex i ON i.to_object_id = r.{key}::text
      JOIN django_content_type t ON t.id = i.to_content_type_id
       AND t.app_label = 'media' AND t.model = '{kind}'
      JOIN django_content_type b ON b.id = i.base_content_type_id
       AND b.app_label = 'wagtailcore' AND b.model = 'page'
      JOIN wagtailcore_page p ON p.id = CASE b.model WHEN 'page' THEN i.object_id::bigint END
     WHERE p.live AND p.depth > 2"""


def _pictures(key: str) -> str:
    """What shows a picture, banners on all sections among it."""
    return notify(
        f"SELECT unnest('{{pictures,hub}}'::text[]) WHERE EXISTS (SELECT FROM rows)"
        f" UNION {_uses('agencyimage', key)} UNION SELECT 'everything'"
        f" FROM rows r JOIN agency_sites_pano o ON o.image_id = r.{key}"
    )


def _files(key: str) -> str:
    """What leads to a file, documents in the register among it."""
    return notify(
        f"{_uses('agencydocument', key)} UNION ALL SELECT 'document:' || f.document_id"
        f" FROM rows r JOIN legal_updates_documentfile f ON f.file_id = r.{key}"
    )


def _articles(key: str) -> str:
    return _note(
        f"SELECT 'article', p.id FROM wagtailcore_page p WHERE p.live"
        f" AND p.id IN (SELECT {key} FROM rows)"
    )


def _places(agencies: str) -> str:
    return (
        "SELECT 'place', a.code::bigint FROM agencies_agency a"
        f" WHERE a.code ~ '^[0-9]{{1,9}}$' AND a.id IN ({agencies})"
    )


def _cards(key: str, found: str) -> str:
    return _note(
        f"SELECT 'card', id FROM aggregator_libraryitem WHERE {_IS_CARD} AND {key} IN ({found})"
    )


def _documents(key: str, found: str) -> str:
    return _note(f"SELECT 'document', id FROM legal_updates_legaldocument WHERE {key} IN ({found})")


_HOMES = "SELECT 'agency', page_ptr_id FROM agency_sites_agencyhomepage WHERE agency_id IN "
_UNDER = """
    FROM rows r JOIN wagtailcore_page top ON top.id = r.page_id
    JOIN wagtailcore_page p ON p.path LIKE top.path || '%' AND p.live AND p.depth > 2"""

PAGES: tuple[Rule, ...] = (
    RowsChanged(
        "wagtailcore_page",
        (
            notify(
                "SELECT v.name FROM rows, LATERAL (VALUES ('everything', depth < 3),"
                " ('section:' || left(path, 12), depth > 2), ('hub', depth > 2),"
                " ('agencies', depth = 3)) AS v (name, applies) WHERE live AND applies"
                f" UNION ALL {_documents_listing('id', 'r.live')}"
            ),
            _note(
                "SELECT CASE depth WHEN 3 THEN 'agency' ELSE 'article' END, id FROM rows"
                " WHERE live AND depth > 2 UNION "
                + _places(
                    "SELECT h.agency_id FROM rows JOIN agency_sites_agencyhomepage h"
                    " ON h.page_ptr_id = rows.id WHERE live"
                )
            ),
            _withdraw(
                f"SELECT {_PAGE_KINDS}, id FROM rows WHERE NOT EXISTS"
                " (SELECT FROM wagtailcore_page p WHERE p.id = rows.id AND p.live)"
            ),
        ),
        "id, live, title, slug, url_path, path, depth, show_in_menus, seo_title,"
        " search_description, live_revision_id, last_published_at, alias_of_id",
    ),
    # Multi-table inheritance: inserts and deletes show in the parent table already.
    *(
        RowsChanged(f"agency_sites_{kind}", (_texts(key), _articles(key)), events=_UPDATE)
        for kind, key in (
            *((kind, "page_ptr_id") for kind in ("articlepage", "sectionindexpage")),
            *((kind, "articlepage_ptr_id") for kind in ("legalupdatepage", "warningpage")),
            *((kind, "articlepage_ptr_id") for kind in ("eventpage", "questionpage")),
        )
    ),
    RowsChanged(
        "agency_sites_materialpage",
        (
            _texts("articlepage_ptr_id"),
            _articles("articlepage_ptr_id"),
            _withdraw(
                f"SELECT {_PAGE_KINDS}, articlepage_ptr_id FROM agency_sites_materialpage"
                " WHERE (NOT still_valid OR ended_at IS NOT NULL) AND articlepage_ptr_id IN"
                " (SELECT articlepage_ptr_id FROM rows)"
            ),
        ),
        events=_UPDATE,
    ),
    RowsChanged(
        "agency_sites_agencyhomepage",
        (
            notify(_sections("page_ptr_id", "agencies")),
            _note(
                "SELECT 'agency', page_ptr_id FROM rows UNION "
                + _places("SELECT agency_id FROM rows")
            ),
        ),
        events=("INSERT", "UPDATE"),
    ),
    RowsChanged(
        "agency_sites_articletopic",
        (notify(_sections("content_object_id", "hub")), _articles("content_object_id")),
    ),
    RowsChanged(
        "wagtailcore_pageviewrestriction",
        (
            notify("SELECT 'everything' FROM rows"),
            _note(f"SELECT CASE p.depth WHEN 3 THEN 'agency' ELSE 'article' END, p.id {_UNDER}"),
            _withdraw(
                f"SELECT {_PAGE_KINDS}, p.id {_UNDER} WHERE EXISTS (SELECT FROM"
                " wagtailcore_pageviewrestriction v WHERE v.page_id = r.page_id)"
            ),
        ),
    ),
    *(
        RowChanged(f"agency_sites_{table}", page="page_id")
        for table in ("correction", "libraryrule", "materialfile", "panoplacement", "sectionlink")
    ),
    RowChanged("agency_sites_questiondocument", page="page_id"),
    # Documents list the pages that are about them.
    *(
        RowChanged(f"agency_sites_{kind}document", page="page_id", of="document")
        for kind in ("update", "material")
    ),
    RowChanged("legal_updates_pagereview", page="page_id"),
    RowsChanged(
        "legal_updates_citation",
        (
            notify(
                f"{_sections('page_id', where='r.in_live')} UNION ALL"
                " SELECT 'document:' || document_id FROM rows"
                " WHERE in_live AND document_id IS NOT NULL"
            ),
        ),
        "id, page_id, document_id, in_live",
    ),
    # A text may go out before it is appraised; the day of that is shown.
    RowsChanged(
        "moderation_decision",
        (notify(_sections("page_id", where="r.deed = 'appraised_afterwards'")),),
        events=("INSERT",),
    ),
    RowsChanged("media_agencyimage", (_pictures("id"),), events=_UPDATE_DELETE),
    RowsChanged("media_rendition", (_pictures("image_id"),), events=("DELETE",)),
    RowsChanged("media_agencydocument", (_files("id"),), events=_UPDATE_DELETE),
    RowsChanged(
        "media_rendering",
        (
            _files("document_id"),
            _note(
                "SELECT DISTINCT 'article', p.id FROM rows r JOIN agency_sites_materialfile f"
                " ON f.file_id = r.document_id JOIN wagtailcore_page p ON p.id = f.page_id"
                # While a file is being opened its row changes every second and says nothing yet.
                " WHERE p.live AND r.state <> 'waiting'"
            ),
        ),
        events=_UPDATE_DELETE,
    ),
)
AGENCIES = (
    RowsChanged(
        "agencies_agency",
        (
            notify(
                "SELECT 'agencies' FROM rows UNION SELECT 'section:' || left(p.path, 12)"
                " FROM rows r JOIN agency_sites_agencyhomepage h ON h.agency_id = r.id"
                " JOIN wagtailcore_page p ON p.id = h.page_ptr_id"
            ),
            _note(
                f"{_HOMES} (SELECT id FROM rows) UNION {_places('SELECT id FROM rows')}"
                # Entries of articles hold the level of their agency, which depends on its kind.
                " UNION SELECT 'article', p.id FROM (SELECT id FROM rows GROUP BY id"
                " HAVING count(DISTINCT kind) > 1) AS a"
                " JOIN agency_sites_agencyhomepage h ON h.agency_id = a.id"
                " JOIN wagtailcore_page home ON home.id = h.page_ptr_id"
                " JOIN wagtailcore_page p ON p.path LIKE home.path || '%'"
                " AND p.depth > 3 AND p.live"
            ),
        ),
    ),
    RowsChanged(
        "agencies_succession",
        (
            notify("SELECT 'agencies' FROM rows"),
            _note(f"{_HOMES} (SELECT successor_id FROM rows)"),
        ),
    ),
)
LIBRARY = (
    RowsChanged(
        "aggregator_libraryitem",
        (
            # Items shown as a card, or listed among a card's sources.
            notify(
                f"SELECT 'library' FROM rows r WHERE {_IS_CARD} OR status <> 'skipped' AND EXISTS"
                " (SELECT FROM aggregator_libraryitem c WHERE c.id = r.duplicate_of_id"
                " AND c.status = 'published') UNION ALL"
                f" SELECT 'number:' || unnest(document_numbers) FROM rows WHERE {_IS_CARD}"
            ),
            _note(f"SELECT DISTINCT 'card', id FROM rows WHERE {_IS_CARD}"),
            _withdraw(
                "SELECT '{card}'::text[], id FROM rows r WHERE NOT EXISTS (SELECT FROM"
                f" aggregator_libraryitem i WHERE i.id = r.id AND {_IS_CARD})"
            ),
        ),
        "id, status, duplicate_of_id, title, link, original_link, excerpt, document_numbers,"
        " published_at, source_id",
    ),
    RowsChanged(
        "aggregator_libraryitemtopic",
        (
            notify(
                "SELECT 'library' FROM rows JOIN aggregator_libraryitem i"
                " ON i.id = content_object_id WHERE i.status = 'published'"
            ),
            _cards("id", "SELECT content_object_id FROM rows"),
        ),
    ),
    RowsChanged(
        "aggregator_source",
        (
            # Documents name the sources of the news about them.
            notify("SELECT unnest('{library,register}'::text[]) FROM rows"),
            _cards("source_id", "SELECT id FROM rows"),
        ),
        "id, key, name, owner, level",
        events=_UPDATE,
    ),
)
REGISTER: tuple[Rule, ...] = (
    RowsChanged(
        "legal_updates_legaldocument",
        (
            notify("SELECT 'register' FROM rows"),
            # The day of a document is also the day on which it replaces others.
            _note(
                "SELECT 'document', id FROM rows UNION SELECT 'document', n.target_id FROM rows r"
                " JOIN legal_updates_relation n ON n.document_id = r.id"
                " WHERE n.target_id IS NOT NULL AND n.applied_at IS NULL"
            ),
            _withdraw(
                "SELECT '{document}'::text[], id FROM rows r WHERE NOT EXISTS"
                " (SELECT FROM legal_updates_legaldocument d WHERE d.id = r.id)"
            ),
        ),
    ),
    RowsChanged(
        "legal_updates_documenttopic",
        (
            notify("SELECT 'register' FROM rows"),
            _documents("id", "SELECT content_object_id FROM rows"),
        ),
    ),
    *(
        RowChanged(f"legal_updates_{table}", ("register",))
        for table in ("documentfile", "validitychange")
    ),
    RowsChanged(
        "legal_updates_relation",
        (
            notify("SELECT 'register' FROM rows"),
            _documents("id", "SELECT target_id FROM rows"),
        ),
    ),
    *(
        RowsChanged(table, (_documents(key, "SELECT id FROM rows"),), columns, events=_UPDATE)
        for table, key, columns in (
            ("legal_updates_issuingbody", "issuer_id", "id, name, abbreviation"),
            ("legal_updates_documenttype", "type_id", "id, label, abbreviation"),
        )
    ),
)
# Whether a page on a social network is to be confirmed again hangs on who serves its agency, too;
# a plan that is approved is written into its channels.
CHANNELS = (
    RowChanged("channels_channel", ("channels",)),
    *(
        RowChanged(table, ("channels_safety",))
        for table in ("channels_attestation", "channels_channeladmin", "agencies_membership")
    ),
)
FRAME = tuple(
    RowChanged(table, ("everything",))
    for table in (
        *("agency_sites_pano", "agency_sites_requiredlink", "hub_hubsettings", "hub_situation"),
        *("hub_situation_topics", "legal_updates_documenttype", "legal_updates_issuingbody"),
        *("legal_updates_issuingbody_successors", "legal_updates_relationtype"),
        *("legal_updates_topic", "wagtailcore_pageviewrestriction_groups", "wagtailcore_site"),
    )
)
SEARCH = (
    RowChanged("hub_searchentry", ("search",)),
    RowChanged("hub_everydayword", ("search",)),
    # One job per transaction: the setting is transaction-local, and rolled back like the job.
    RowsChanged(
        "hub_searchchange",
        (
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, args)"
            " SELECT 'default', 'hub.keep_search', 0, 'hub.keep_search', '{}'"
            " WHERE CASE WHEN EXISTS (SELECT FROM rows) AND txid_current()::text IS DISTINCT FROM"
            " current_setting('hub.search_queued', true)"
            " THEN set_config('hub.search_queued', txid_current()::text, true) END IS NOT NULL",
        ),
        events=("INSERT",),
    ),
)
RULES: tuple[Rule, ...] = (
    *PAGES,
    *AGENCIES,
    *LIBRARY,
    *REGISTER,
    *CHANNELS,
    *FRAME,
    *SEARCH,
    # Confirmed fakes stand in the frame of every page; what is under suspicion nowhere.
    RowsChanged(
        "channels_case",
        (notify("SELECT 'everything' FROM rows WHERE state = 'confirmed'"),),
        "id, state, name",
        # The database takes no new case that is confirmed already.
        events=_UPDATE,
    ),
    # What stands at an address where no page is.
    RowChanged("moderation_withdrawal", ("hub",)),
    RowChanged("wagtailredirects_redirect", ("hub",)),
)
