"""Which rows citizens see, and what is told when one of them changes.

The names are those that `sites.showing` and the views of the hub say they show. A table that
citizens see and that is missing here is found by tests/hub/test_changes.py.
"""

from network.core.freshness.telling import Rule

_PAGE = (
    "CASE WHEN r.live THEN network_tell_place(r.id, r.path, r.depth, NULL) END,"
    " CASE WHEN r.live THEN network_tell_links('wagtailcore', 'page', r.id) END,"
    " CASE WHEN was.live IS DISTINCT FROM is_now.live AND EXISTS (SELECT FROM"
    " agency_sites_articletopic t WHERE t.content_object_id = r.id)"
    " THEN network_tell('topics') END,"
    " CASE WHEN (was.live, was.url_path) IS DISTINCT FROM (is_now.live, is_now.url_path)"
    " THEN network_tell('address:' || r.url_path) END"
)
_PICTURE = (
    "network_tell('pictures'), network_tell_links('media', 'agencyimage', {key}),"
    " network_tell_panos({key})"
)

FUNCTIONS = """
-- All that shows a live page: itself, lists of what is below the pages above, its neighbours, its
-- topics, the menu. An article's date says which lists and neighbours; NULL: the date it has.
CREATE OR REPLACE FUNCTION network_tell_place(asked bigint, path text, depth int, day date)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    place text;
BEGIN
    SELECT to_char(coalesce(day, a.date), 'YYYYMMDD') || lpad(asked::text, 12, '0') INTO place
      FROM agency_sites_articlepage a WHERE a.page_ptr_id = asked;
    PERFORM network_tell('page:' || asked);
    PERFORM network_tell(concat_ws(' ', 'under:' || left(path, length),
                                   'at:under:' || left(path, length) || ':' || place))
       FROM generate_series(8, length(path) - 4, 4) length;
    PERFORM network_tell('at:beside:' || left(path, -4) || ':' || place) WHERE place IS NOT NULL;
    PERFORM network_tell('menu:' || left(path, 12)) WHERE depth IN (3, 4);
    PERFORM network_tell('sections') WHERE depth = 3;
    PERFORM network_tell('topic:' || t.tag_id)
       FROM agency_sites_articletopic t WHERE t.content_object_id = asked;
    PERFORM network_tell('warnings')
       FROM agency_sites_warningpage w WHERE w.articlepage_ptr_id = asked;
    PERFORM network_tell('events')
       FROM agency_sites_eventpage e WHERE e.articlepage_ptr_id = asked;
    PERFORM network_tell('law:' || d.id) FROM (
        SELECT c.document_id FROM legal_updates_citation c WHERE c.page_id = asked AND c.in_live
        UNION SELECT u.document_id FROM agency_sites_updatedocument u WHERE u.page_id = asked
        UNION SELECT m.document_id FROM agency_sites_materialdocument m WHERE m.page_id = asked
        UNION SELECT q.document_id FROM agency_sites_questiondocument q WHERE q.page_id = asked
    ) d (id);
    PERFORM network_tell_versions(asked, a.original_id)
       FROM agency_sites_articlepage a WHERE a.page_ptr_id = asked;
    PERFORM network_tell('questions')
       FROM agency_sites_questionpage q WHERE q.articlepage_ptr_id = asked;
END $$;

-- The texts that say the same in other languages: each leads to all of them.
CREATE OR REPLACE FUNCTION network_tell_versions(asked bigint, source bigint)
RETURNS void LANGUAGE sql AS $$
    SELECT network_tell('page:' || a.page_ptr_id)
      FROM agency_sites_articlepage a
     WHERE a.page_ptr_id = source OR a.original_id IN (asked, source)
$$;

-- The same for a page by its key, if it is live.
CREATE OR REPLACE FUNCTION network_tell_page(asked bigint) RETURNS void LANGUAGE sql AS $$
    SELECT network_tell_place(p.id, p.path, p.depth, NULL)
      FROM wagtailcore_page p WHERE p.id = asked AND p.live
$$;

-- The pages whose text or fields lead to something: its address or its picture is in them.
CREATE OR REPLACE FUNCTION network_tell_links(app text, kind text, key bigint)
RETURNS void LANGUAGE sql AS $$
    SELECT network_tell_page(i.object_id::bigint)
      FROM wagtailcore_referenceindex i
      JOIN django_content_type t ON t.id = i.to_content_type_id
      JOIN django_content_type b ON b.id = i.base_content_type_id
     WHERE t.app_label = app AND t.model = kind AND i.to_object_id = key::text
       AND b.app_label = 'wagtailcore' AND b.model = 'page'
$$;

-- The sections that show a banner with the picture.
CREATE OR REPLACE FUNCTION network_tell_panos(picture bigint) RETURNS void LANGUAGE sql AS $$
    SELECT network_tell('page:' || l.page_id)
      FROM agency_sites_pano p JOIN agency_sites_panoplacement l ON l.pano_id = p.id
     WHERE p.image_id = picture
$$;

-- A library item where readers see it: as a card, or among the sources of one.
CREATE OR REPLACE FUNCTION network_tell_item(item bigint, source bigint, status text, card bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (status = 'published' AND card IS NULL OR status <> 'skipped' AND EXISTS (
        SELECT FROM aggregator_libraryitem c WHERE c.id = card AND c.status = 'published'))
    THEN
        RETURN;
    END IF;
    PERFORM network_tell('library');
    PERFORM network_tell(concat_ws(' ', 'library:source:' || s.id, 'library:level:' || s.level))
       FROM aggregator_source s
      WHERE s.id = source
         OR s.id = (SELECT c.source_id FROM aggregator_libraryitem c WHERE c.id = card);
    PERFORM network_tell('library:topic:' || t.tag_id)
       FROM aggregator_libraryitemtopic t WHERE t.content_object_id IN (item, card);
END $$;

-- A legal document: its own page, lists, documents it has to do with, pages whose text names it.
CREATE OR REPLACE FUNCTION network_tell_document(key bigint) RETURNS void LANGUAGE sql AS $$
    SELECT network_tell('law law:' || key);
    SELECT network_tell('law:' || o.id)
      FROM (SELECT target_id FROM legal_updates_relation WHERE document_id = key
            UNION SELECT document_id FROM legal_updates_relation WHERE target_id = key) o (id);
    SELECT network_tell_page(c.page_id)
      FROM legal_updates_citation c
     WHERE c.in_live AND c.document_id IN (
        SELECT key UNION SELECT target_id FROM legal_updates_relation WHERE document_id = key);
    SELECT network_tell_page(u.page_id)
      FROM agency_sites_updatedocument u WHERE u.document_id = key;
    SELECT network_tell_page(m.page_id)
      FROM agency_sites_materialdocument m WHERE m.document_id = key;
    SELECT network_tell_page(q.page_id)
      FROM agency_sites_questiondocument q WHERE q.document_id = key
$$;

-- What the search finds: the words of a row, its title and its numbers, as far as a notice has
-- room, without what is filtered by.
CREATE OR REPLACE FUNCTION network_tell_found(folded tsvector) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    words text;
BEGIN
    SELECT string_agg(word, ',') INTO words
      FROM unnest(tsvector_to_array(folded)) word WHERE word ~ '^[=#]?[a-z0-9]';
    IF octet_length(words) > 7900 THEN
        words := '*';
    END IF;
    PERFORM network_tell('has:search:' || words);
END $$;
"""

RULES = (
    Rule(
        "wagtailcore_page",
        _PAGE,
        (
            *("live", "title", "slug", "url_path", "path", "depth", "show_in_menus", "seo_title"),
            *("search_description", "live_revision_id", "last_published_at", "alias_of_id"),
        ),
    ),
    # Lists and neighbours know an article by its date.
    Rule(
        "agency_sites_articlepage",
        "network_tell_place(p.id, p.path, p.depth, r.date),"
        " network_tell_versions(p.id, r.original_id) FROM wagtailcore_page p"
        " WHERE p.id = r.page_ptr_id AND p.live",
        key="page_ptr_id",
    ),
    Rule(
        "agency_sites_legalupdatepage",
        "network_tell_page(r.articlepage_ptr_id)",
        key="articlepage_ptr_id",
    ),
    Rule(
        "agency_sites_materialpage",
        "network_tell_page(r.articlepage_ptr_id)",
        key="articlepage_ptr_id",
    ),
    Rule(
        "agency_sites_warningpage",
        "network_tell_page(r.articlepage_ptr_id)",
        key="articlepage_ptr_id",
    ),
    Rule(
        "agency_sites_eventpage",
        "network_tell_page(r.articlepage_ptr_id)",
        key="articlepage_ptr_id",
    ),
    Rule(
        "agency_sites_questionpage",
        "network_tell_page(r.articlepage_ptr_id)",
        key="articlepage_ptr_id",
    ),
    Rule("agency_sites_agencyhomepage", "network_tell_page(r.page_ptr_id)", key="page_ptr_id"),
    Rule("agency_sites_sectionindexpage", "network_tell_page(r.page_ptr_id)", key="page_ptr_id"),
    Rule("hub_hubhomepage", "network_tell_page(r.page_ptr_id)", key="page_ptr_id"),
    # --- what belongs to a page ---
    Rule("agency_sites_correction", "network_tell_page(r.page_id)"),
    Rule("agency_sites_libraryrule", "network_tell_page(r.page_id)"),
    Rule(
        "agency_sites_updatedocument",
        "network_tell_page(r.page_id), network_tell('law:' || r.document_id)",
    ),
    Rule(
        "agency_sites_materialdocument",
        "network_tell_page(r.page_id), network_tell('law:' || r.document_id)",
    ),
    Rule(
        "agency_sites_questiondocument",
        "network_tell_page(r.page_id), network_tell('law:' || r.document_id)",
    ),
    Rule("agency_sites_materialfile", "network_tell_page(r.page_id)"),
    Rule("agency_sites_sectionlink", "network_tell_page(r.page_id)"),
    Rule("agency_sites_panoplacement", "network_tell_page(r.page_id)"),
    Rule(
        "agency_sites_articletopic",
        "network_tell_page(r.content_object_id), network_tell('topics topic:' || r.tag_id)",
    ),
    # A text may go out before it is appraised; the day of that is shown.
    Rule(
        "moderation_decision",
        "CASE WHEN r.deed = 'appraised_afterwards' THEN network_tell_page(r.page_id) END",
    ),
    # --- what several pages show ---
    Rule(
        "agency_sites_pano",
        "network_tell('page:' || l.page_id) FROM agency_sites_panoplacement l"
        " WHERE l.pano_id = r.id",
    ),
    Rule("agency_sites_requiredlink", "network_tell('foot')"),
    Rule("agencies_agency", "network_tell('agencies agency:' || r.id)"),
    Rule("agencies_succession", "network_tell('agency:' || r.predecessor_id)"),
    Rule("media_agencyimage", _PICTURE.format(key="r.id")),
    Rule("media_rendition", _PICTURE.format(key="r.image_id"), only_gone=True),
    Rule("media_agencydocument", "network_tell_links('media', 'agencydocument', r.id)"),
    # --- the library ---
    Rule(
        "aggregator_libraryitem",
        "network_tell_item(r.id, r.source_id, r.status, r.duplicate_of_id)",
        (
            *("status", "duplicate_of_id", "title", "link", "original_link", "excerpt"),
            *("published_at", "source_id"),
        ),
    ),
    Rule(
        "aggregator_libraryitemtopic",
        "network_tell_item(i.id, i.source_id, i.status, i.duplicate_of_id),"
        " network_tell('library:topic:' || r.tag_id)"
        " FROM aggregator_libraryitem i WHERE i.id = r.content_object_id",
    ),
    Rule(
        "aggregator_source",
        "network_tell(concat_ws(' ', 'library', 'library:source:' || r.id,"
        " 'library:level:' || r.level))",
        ("key", "name", "owner", "level"),
    ),
    # --- the register of legal documents ---
    Rule("legal_updates_legaldocument", "network_tell_document(r.id)"),
    Rule("legal_updates_documentfile", "network_tell_document(r.document_id)"),
    Rule("legal_updates_documenttopic", "network_tell_document(r.content_object_id)"),
    Rule("legal_updates_validitychange", "network_tell_document(r.document_id)"),
    Rule(
        "legal_updates_relation",
        "network_tell_document(r.document_id), network_tell_document(r.target_id)",
    ),
    Rule(
        "legal_updates_citation",
        "CASE WHEN r.in_live THEN network_tell_page(r.page_id) END,"
        " network_tell('law:' || r.document_id)",
    ),
    Rule("legal_updates_pagereview", "network_tell_page(r.page_id)"),
    # --- what the search answers ---
    Rule(
        "hub_searchentry",
        "network_tell_found(r.folded)",
        most=200,
        beyond="has:search:*",
    ),
    Rule("hub_searchword", "network_tell('words')", key="folded", most=0, beyond="words"),
    # --- what stands at an address where no page is ---
    Rule("wagtailredirects_redirect", "network_tell('addresses')"),
    Rule("moderation_withdrawal", "network_tell('addresses')"),
    # --- the frame of every page, or lists that hardly ever change ---
    Rule("legal_updates_documenttype", "network_tell('everything')"),
    Rule("legal_updates_issuingbody", "network_tell('everything')"),
    Rule("legal_updates_issuingbody_successors", "network_tell('everything')"),
    Rule("legal_updates_relationtype", "network_tell('everything')"),
    Rule("legal_updates_topic", "network_tell('everything')"),
    Rule("hub_hubsettings", "network_tell('everything')"),
    Rule("hub_situation", "network_tell('everything')"),
    Rule("hub_situation_topics", "network_tell('everything')"),
    Rule("wagtailcore_site", "network_tell('everything')"),
    Rule("wagtailcore_pageviewrestriction", "network_tell('everything')"),
    Rule("wagtailcore_pageviewrestriction_groups", "network_tell('everything')"),
)
