"""Rules for changed rows that citizens can see: cache dependencies to notify, search entries to
refresh.

The names are those that views, pages and template fragments pass to `depends_on`
(docs/adr/0036-coarse-dependencies.md). tests/hub/test_changes.py finds a public table that is
missing here. `rows` are the changed rows in their old and new versions. `search.keeping` processes
the search changes; entries that are no longer public are deleted at once.
"""

# ruff: noqa: S608 - nothing in these statements comes from outside.
from network.core.freshness.triggers import RowChanged, RowsChanged, Rule, notify
from network.core.queues import URGENT

from .change_statements import (
    HOMES,
    IS_CARD,
    PAGE_KINDS,
    UNDER,
    documents_listing,
    notify_files,
    notify_pictures,
    notify_texts,
    places,
    record_changed_articles,
    record_changed_cards,
    record_changed_documents,
    record_search_changes,
    sections,
    withdraw_from_search,
)

_UPDATE = ("UPDATE",)
_UPDATE_DELETE = ("UPDATE", "DELETE")

PAGES: tuple[Rule, ...] = (
    RowsChanged(
        "wagtailcore_page",
        (
            notify(
                "SELECT v.name FROM rows, LATERAL (VALUES ('everything', depth < 3),"
                " ('section:' || left(path, 12), depth > 2), ('hub', depth > 2),"
                " ('agencies', depth = 3)) AS v (name, applies) WHERE live AND applies"
                f" UNION ALL {documents_listing('id', 'r.live')}"
            ),
            record_search_changes(
                "SELECT CASE depth WHEN 3 THEN 'agency' ELSE 'article' END, id FROM rows"
                " WHERE live AND depth > 2 UNION "
                + places(
                    "SELECT h.agency_id FROM rows JOIN agency_sites_agencyhomepage h"
                    " ON h.page_ptr_id = rows.id WHERE live"
                )
            ),
            withdraw_from_search(
                f"SELECT {PAGE_KINDS}, id FROM rows WHERE NOT EXISTS"
                " (SELECT FROM wagtailcore_page p WHERE p.id = rows.id AND p.live)"
            ),
        ),
        "id, live, title, slug, url_path, path, depth, show_in_menus, seo_title,"
        " search_description, live_revision_id, last_published_at, alias_of_id",
    ),
    # With multi-table inheritance, the trigger on the parent table already sees inserts and
    # deletes.
    *(
        RowsChanged(
            f"agency_sites_{kind}",
            (notify_texts(key), record_changed_articles(key)),
            events=_UPDATE,
        )
        for kind, key in (
            *((kind, "page_ptr_id") for kind in ("articlepage", "sectionindexpage")),
            *((kind, "articlepage_ptr_id") for kind in ("legalupdatepage", "warningpage")),
            *((kind, "articlepage_ptr_id") for kind in ("eventpage", "questionpage")),
        )
    ),
    RowsChanged(
        "agency_sites_materialpage",
        (
            notify_texts("articlepage_ptr_id"),
            record_changed_articles("articlepage_ptr_id"),
            withdraw_from_search(
                f"SELECT {PAGE_KINDS}, articlepage_ptr_id FROM agency_sites_materialpage"
                " WHERE (NOT still_valid OR ended_at IS NOT NULL) AND articlepage_ptr_id IN"
                " (SELECT articlepage_ptr_id FROM rows)"
            ),
        ),
        events=_UPDATE,
    ),
    RowsChanged(
        "agency_sites_agencyhomepage",
        (
            notify(sections("page_ptr_id", "agencies")),
            record_search_changes(
                "SELECT 'agency', page_ptr_id FROM rows UNION "
                + places("SELECT agency_id FROM rows")
            ),
        ),
        events=("INSERT", "UPDATE"),
    ),
    RowsChanged(
        "agency_sites_articletopic",
        (
            notify(sections("content_object_id", "hub")),
            record_changed_articles("content_object_id"),
        ),
    ),
    RowsChanged(
        "wagtailcore_pageviewrestriction",
        (
            notify("SELECT 'everything' FROM rows"),
            record_search_changes(
                f"SELECT CASE p.depth WHEN 3 THEN 'agency' ELSE 'article' END, p.id {UNDER}"
            ),
            withdraw_from_search(
                f"SELECT {PAGE_KINDS}, p.id {UNDER} WHERE EXISTS (SELECT FROM"
                " wagtailcore_pageviewrestriction v WHERE v.page_id = r.page_id)"
            ),
        ),
    ),
    *(
        RowChanged(f"agency_sites_{table}", page="page_id")
        for table in ("correction", "libraryrule", "materialfile", "panoplacement", "sectionlink")
    ),
    RowChanged("agency_sites_questiondocument", page="page_id"),
    # A document's page lists the pages about it.
    *(
        RowChanged(f"agency_sites_{kind}document", page="page_id", of="document")
        for kind in ("update", "material")
    ),
    RowChanged("legal_updates_pagereview", page="page_id"),
    RowsChanged(
        "legal_updates_citation",
        (
            notify(
                f"{sections('page_id', where='r.in_live')} UNION ALL"
                " SELECT 'document:' || document_id FROM rows"
                " WHERE in_live AND document_id IS NOT NULL"
            ),
        ),
        "id, page_id, document_id, in_live",
    ),
    # A page published urgently shows the day of its later appraisal.
    RowsChanged(
        "moderation_decision",
        (notify(sections("page_id", where="r.deed = 'appraised_afterwards'")),),
        events=("INSERT",),
    ),
    RowsChanged("media_agencyimage", (notify_pictures("id"),), events=_UPDATE_DELETE),
    RowsChanged("media_rendition", (notify_pictures("image_id"),), events=("DELETE",)),
    RowsChanged("media_agencydocument", (notify_files("id"),), events=_UPDATE_DELETE),
    RowsChanged(
        "media_rendering",
        (
            notify_files("document_id"),
            record_search_changes(
                "SELECT DISTINCT 'article', p.id FROM rows r JOIN agency_sites_materialfile f"
                " ON f.file_id = r.document_id JOIN wagtailcore_page p ON p.id = f.page_id"
                # While a file is being processed its row changes every second without visible
                # effect.
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
            record_search_changes(
                f"{HOMES} (SELECT id FROM rows) UNION {places('SELECT id FROM rows')}"
                # Search entries of articles contain the level of the agency, which depends on its
                # kind.
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
            record_search_changes(f"{HOMES} (SELECT successor_id FROM rows)"),
        ),
    ),
)
LIBRARY = (
    RowsChanged(
        "aggregator_libraryitem",
        (
            # Items shown as a card, or listed among a card's sources.
            notify(
                f"SELECT 'library' FROM rows r WHERE {IS_CARD} OR status <> 'skipped' AND EXISTS"
                " (SELECT FROM aggregator_libraryitem c WHERE c.id = r.duplicate_of_id"
                " AND c.status = 'published') UNION ALL"
                f" SELECT 'number:' || unnest(document_numbers) FROM rows WHERE {IS_CARD}"
            ),
            record_search_changes(f"SELECT DISTINCT 'card', id FROM rows WHERE {IS_CARD}"),
            withdraw_from_search(
                "SELECT '{card}'::text[], id FROM rows r WHERE NOT EXISTS (SELECT FROM"
                f" aggregator_libraryitem i WHERE i.id = r.id AND {IS_CARD})"
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
            record_changed_cards("id", "SELECT content_object_id FROM rows"),
        ),
    ),
    RowsChanged(
        "aggregator_source",
        (
            # A document's page names the sources of news about it.
            notify("SELECT unnest('{library,register}'::text[]) FROM rows"),
            record_changed_cards("source_id", "SELECT id FROM rows"),
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
            # A changed effective date also affects the documents that this one replaces.
            record_search_changes(
                "SELECT 'document', id FROM rows UNION SELECT 'document', n.target_id FROM rows r"
                " JOIN legal_updates_relation n ON n.document_id = r.id"
                " WHERE n.target_id IS NOT NULL AND n.applied_at IS NULL"
            ),
            withdraw_from_search(
                "SELECT '{document}'::text[], id FROM rows r WHERE NOT EXISTS"
                " (SELECT FROM legal_updates_legaldocument d WHERE d.id = r.id)"
            ),
        ),
    ),
    RowsChanged(
        "legal_updates_documenttopic",
        (
            notify("SELECT 'register' FROM rows"),
            record_changed_documents("id", "SELECT content_object_id FROM rows"),
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
            record_changed_documents("id", "SELECT target_id FROM rows"),
        ),
    ),
    *(
        RowsChanged(
            table, (record_changed_documents(key, "SELECT id FROM rows"),), columns, events=_UPDATE
        )
        for table, key, columns in (
            ("legal_updates_issuingbody", "issuer_id", "id, name, abbreviation"),
            ("legal_updates_documenttype", "type_id", "id, label, abbreviation"),
        )
    ),
)
# Whether a social network page must be confirmed again also depends on the memberships of its
# agency; an approved plan is written into its channels.
CHANNELS = tuple(
    RowChanged(table, ("channels",))
    for table in (
        *("channels_channel", "channels_attestation", "channels_channeladmin"),
        "agencies_membership",
    )
)
# Fronts of agencies name reporters, whose consent may be withdrawn.
REPORTERS = (RowChanged("activities_reporter", ("reporters",)),)
FRAME = tuple(
    RowChanged(table, ("everything",))
    for table in (
        *("agency_sites_pano", "agency_sites_requiredlink", "hub_hubsettings", "hub_situation"),
        "hub_contact",
        *("hub_situation_topics", "legal_updates_documenttype", "legal_updates_issuingbody"),
        *("legal_updates_issuingbody_successors", "legal_updates_relationtype"),
        *("legal_updates_topic", "wagtailcore_pageviewrestriction_groups", "wagtailcore_site"),
    )
)
SEARCH = (
    RowChanged("hub_searchentry", ("search",)),
    RowChanged("hub_everydayword", ("search",)),
    # Only one job per transaction: the setting is transaction-local and rolled back together with
    # the job.
    RowsChanged(
        "hub_searchchange",
        (
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, args)"
            f" SELECT '{URGENT.queue}', 'hub.keep_search', {URGENT.priority}, 'hub.keep_search',"
            " '{}'"
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
    *REPORTERS,
    *FRAME,
    *SEARCH,
    # Confirmed fakes appear in the frame of every page; suspected ones nowhere.
    RowsChanged(
        "channels_case",
        (notify("SELECT 'everything' FROM rows WHERE state = 'confirmed'"),),
        "id, state, name",
        # The database accepts no new case that is confirmed already, so inserts need no rule.
        events=_UPDATE,
    ),
    # Every page announces stops of the system.
    RowChanged("stops_plannedstop", ("everything",)),
    # Responses at URLs without a page.
    RowChanged("moderation_withdrawal", ("hub",)),
    RowChanged("wagtailredirects_redirect", ("hub",)),
)
