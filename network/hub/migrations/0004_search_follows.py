"""Let the database itself keep the search in step with what is public.

Whatever way a page, a document or an item of the library is changed - a screen, a job, rows written
in bulk, SQL by hand - its triggers note the thing in hub_searchchange, in the same transaction, and
take the row of what is withdrawn away at once. A job made by the first note of a transaction writes
the rows anew (network.hub.search.keeping).
"""

from django.db import migrations

QUEUE = """
CREATE FUNCTION hub_search_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- One job for each transaction; the setting ends with it, and with a savepoint as the job does.
    IF EXISTS (SELECT FROM became) AND
       coalesce(current_setting('hub.search_queued', true), '') <> txid_current()::text
    THEN
        PERFORM set_config('hub.search_queued', txid_current()::text, true);
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, args)
        VALUES ('default', 'hub.keep_search', 0, 'hub.keep_search', '{}');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER hub_search_queue AFTER INSERT ON hub_searchchange
    REFERENCING NEW TABLE AS became FOR EACH STATEMENT EXECUTE FUNCTION hub_search_queue();
"""

# What each table's triggers do: for a statement that INSERTs, UPDATEs or DELETEs. The rows before
# are `was`, those after `became`.
NOTE = "INSERT INTO hub_searchchange (kind, key)"
PLACE = """
    SELECT 'place', a.code::bigint FROM agencies_agency a
     WHERE a.code ~ '^[0-9]{1,9}$' AND a.id IN """
HOME = "SELECT 'agency', h.page_ptr_id FROM agency_sites_agencyhomepage h WHERE h.agency_id IN "


def page_notes(rows):
    """Note the pages in sections; who is the front page of one is asked by its depth."""
    return f"""
    {NOTE} SELECT CASE depth WHEN 3 THEN 'agency' ELSE 'article' END, id FROM ({rows}) r
     WHERE depth > 2;
    {NOTE} {PLACE} (SELECT h.agency_id FROM agency_sites_agencyhomepage h
        JOIN ({rows}) r ON r.id = h.page_ptr_id);
    """


GONE = "DELETE FROM hub_searchentry e USING {rows} WHERE e.kind IN ({kinds}) AND e.key = r.id;"
PAGE_KINDS = "'article', 'agency'"
CHANGED_PAGES = """SELECT n.id, n.depth FROM became n JOIN was o ON o.id = n.id
     WHERE (n.live OR o.live) AND (n.live, n.title, n.url_path, n.path, n.live_revision_id)
        IS DISTINCT FROM (o.live, o.title, o.url_path, o.path, o.live_revision_id)"""
HIDDEN_PAGES = "(SELECT id FROM became WHERE NOT live) r"
UNDER_RESTRICTION = """SELECT p.id, p.depth FROM {rows} r JOIN wagtailcore_page top
     ON top.id = r.page_id JOIN wagtailcore_page p ON p.path LIKE top.path || '%' WHERE p.live"""
LIVE_ARTICLES = """SELECT 'article', p.id FROM wagtailcore_page p
     WHERE p.live AND p.id IN (SELECT {column} FROM {rows})"""
NAMES = "name, short_name, aliases, kind, code, address, phone, email"
CHANGED_AGENCIES = f"""(SELECT n.id FROM became n JOIN was o ON o.id = n.id
     WHERE ({", ".join(f"n.{each}" for each in NAMES.split(", "))})
        IS DISTINCT FROM ({", ".join(f"o.{each}" for each in NAMES.split(", "))}))"""
ARTICLES_OF = """SELECT 'article', p.id FROM wagtailcore_page home
     JOIN agency_sites_agencyhomepage h ON h.page_ptr_id = home.id
     JOIN wagtailcore_page p ON p.path LIKE home.path || '%' AND p.depth > 3 AND p.live
     WHERE h.agency_id IN (SELECT n.id FROM became n JOIN was o ON o.id = n.id
        WHERE n.kind <> o.kind)"""
ITEM = (
    "status, duplicate_of_id, title, excerpt, link, original_link, document_numbers, published_at,"
    " source_id"
)
CHANGED_ITEMS = f"""SELECT 'card', n.id FROM became n JOIN was o ON o.id = n.id
     WHERE n.status = 'published' AND n.duplicate_of_id IS NULL
       AND ({", ".join(f"n.{each.strip()}" for each in ITEM.split(","))})
        IS DISTINCT FROM ({", ".join(f"o.{each.strip()}" for each in ITEM.split(","))})"""
HIDDEN_ITEMS = "(SELECT id FROM became WHERE status <> 'published' OR duplicate_of_id IS NOT NULL) r"
CARDS = """SELECT 'card', i.id FROM aggregator_libraryitem i
     WHERE i.status = 'published' AND i.duplicate_of_id IS NULL AND i.{column} IN ({rows})"""
DOCUMENTS = "SELECT 'document', d.id FROM legal_updates_legaldocument d WHERE d.{column} IN ({rows})"
RENAMED = "SELECT n.id FROM became n JOIN was o ON o.id = n.id WHERE {new} IS DISTINCT FROM {old}"


def each_way(text):
    """Return what a table of links does, whichever way a link comes or goes."""
    return {
        "insert": text.format(rows="became"),
        "update": text.format(rows="(SELECT * FROM was UNION ALL SELECT * FROM became) either"),
        "delete": text.format(rows="was"),
    }


TRIGGERS = {
    "wagtailcore_page": {
        "insert": page_notes("SELECT id, depth FROM became WHERE live"),
        "update": page_notes(CHANGED_PAGES) + GONE.format(rows=HIDDEN_PAGES, kinds=PAGE_KINDS),
        "delete": GONE.format(rows="was r", kinds=PAGE_KINDS),
    },
    "agency_sites_articlepage": {
        "insert": f"{NOTE} {LIVE_ARTICLES.format(column='page_ptr_id', rows='became')};",
        "update": f"{NOTE} {LIVE_ARTICLES.format(column='page_ptr_id', rows='became')};",
    },
    # An archived material leaves the search at once.
    "agency_sites_materialpage": {
        "update": f"{NOTE} {LIVE_ARTICLES.format(column='articlepage_ptr_id', rows='became')};"
        + GONE.format(
            rows="(SELECT articlepage_ptr_id AS id FROM became WHERE NOT still_valid) r",
            kinds="'article'",
        ),
    },
    "agency_sites_articletopic": each_way(
        f"{NOTE} {LIVE_ARTICLES.format(column='content_object_id', rows='{rows}')};"
    ),
    "agency_sites_agencyhomepage": {
        "insert": f"{NOTE} SELECT 'agency', page_ptr_id FROM became;"
        f"{NOTE} {PLACE} (SELECT agency_id FROM became);",
        "update": f"{NOTE} SELECT 'agency', page_ptr_id FROM became;"
        f"{NOTE} {PLACE} (SELECT agency_id FROM was UNION SELECT agency_id FROM became);",
    },
    "wagtailcore_pageviewrestriction": {
        way: page_notes(UNDER_RESTRICTION.format(rows=rows))
        + (
            GONE.format(
                rows=f"({UNDER_RESTRICTION.format(rows='became')}) r",
                kinds=PAGE_KINDS,
            )
            if way != "delete"
            else ""
        )
        for way, rows in {
            "insert": "became",
            "update": "(SELECT * FROM was UNION ALL SELECT * FROM became)",
            "delete": "was",
        }.items()
    },
    "agencies_agency": {
        "update": f"{NOTE} {HOME} {CHANGED_AGENCIES};"
        f"{NOTE} {PLACE} {CHANGED_AGENCIES};"
        f"{NOTE} {ARTICLES_OF};",
    },
    "agencies_succession": each_way(f"{NOTE} {HOME} (SELECT successor_id FROM {{rows}});"),
    "aggregator_libraryitem": {
        "insert": f"{NOTE} SELECT 'card', id FROM became"
        " WHERE status = 'published' AND duplicate_of_id IS NULL;",
        "update": f"{NOTE} {CHANGED_ITEMS};" + GONE.format(rows=HIDDEN_ITEMS, kinds="'card'"),
        "delete": GONE.format(rows="was r", kinds="'card'"),
    },
    "aggregator_libraryitemtopic": each_way(
        f"{NOTE} {CARDS.format(column='id', rows='SELECT content_object_id FROM {rows}')};"
    ),
    "aggregator_source": {
        "update": f"{NOTE} "
        + CARDS.format(column="source_id", rows=RENAMED.format(new="n.level", old="o.level"))
        + ";",
    },
    "legal_updates_legaldocument": {
        "insert": f"{NOTE} SELECT 'document', id FROM became;",
        "update": f"{NOTE} SELECT 'document', id FROM became;",
        "delete": GONE.format(rows="was r", kinds="'document'"),
    },
    "legal_updates_documenttopic": each_way(
        f"{NOTE} {DOCUMENTS.format(column='id', rows='SELECT content_object_id FROM {rows}')};"
    ),
    "legal_updates_issuingbody": {
        "update": f"{NOTE} "
        + DOCUMENTS.format(
            column="issuer_id",
            rows=RENAMED.format(new="(n.name, n.abbreviation)", old="(o.name, o.abbreviation)"),
        )
        + ";",
    },
    "legal_updates_documenttype": {
        "update": f"{NOTE} "
        + DOCUMENTS.format(
            column="type_id",
            rows=RENAMED.format(new="(n.label, n.abbreviation)", old="(o.label, o.abbreviation)"),
        )
        + ";",
    },
}
TABLES = {
    "insert": "NEW TABLE AS became",
    "update": "OLD TABLE AS was NEW TABLE AS became",
    "delete": "OLD TABLE AS was",
}


def trigger(table, way, deeds):
    """Return the SQL of one trigger and its function, both named after the table and the way."""
    name = f"hub_search_{table}_{way}"
    forwards = f"""
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {deeds}
        RETURN NULL;
    END $$;
    CREATE TRIGGER {name} AFTER {way.upper()} ON {table}
        REFERENCING {TABLES[way]} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
    """
    return forwards, f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"


class Migration(migrations.Migration):
    dependencies = [
        ("hub", "0003_search"),
        ("agencies", "0006_audit_log_stays"),
        ("agency_sites", "0007_legal_updates_and_materials"),
        ("aggregator", "0010_item_use"),
        ("legal_updates", "0004_register_data"),
        ("procrastinate", "0041_post_retry_failed_job"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            QUEUE,
            "DROP TRIGGER hub_search_queue ON hub_searchchange; DROP FUNCTION hub_search_queue();",
        ),
        *(
            migrations.RunSQL(*trigger(table, way, deeds))
            for table, ways in TRIGGERS.items()
            for way, deeds in ways.items()
        ),
    ]
