"""Print what a year writes and a night deletes: `python -m tests.scale.retention_year`.

[ARTICLES] is the size, 20,000 unless told otherwise. A small network is loaded; the rows of a year
are written beside it by SQL, with real contents, spread over the last 365 days.
"""

import os
import sys
import time
from collections.abc import Sequence

import psycopg

from network.core.postgres import Cluster, ClusterError

from .pages_bench import STATE_DIR, drop, fill, say

DATABASE, ARTICLES, AGENCIES = "pbgdpl_year", 20_000, 2
SAVES, LOGGED, SOURCES = 5, 3, 20
LINKS_A_DAY, FAILED_JOBS_A_DAY, FORMS_A_DAY = 200, 20, 10
MOMENT = "now() - random() * interval '365 days'"
TABLES = (
    *("wagtailcore_revision", "wagtailcore_pagelogentry", "procrastinate_jobs"),
    *("procrastinate_events", "aggregator_libraryitem", "wagtailadmin_formstate"),
)
# Of five saves of an article the last was handed in, and appraisal and approval name it.
YEAR = f"""
SET session_replication_role = replica;
INSERT INTO wagtailcore_revision (content_type_id, base_content_type_id, object_id, created_at,
       object_str, content, approved_go_live_at)
SELECT r.content_type_id, r.base_content_type_id, (1000000 + n)::text, {MOMENT}, r.object_str,
       r.content, NULL
  FROM generate_series(1, %(articles)s) n, generate_series(1, {SAVES}) save,
       (SELECT * FROM wagtailcore_revision ORDER BY length(content::text) DESC LIMIT 1) r;
INSERT INTO wagtailcore_taskstate (status, started_at, finished_at, content_type_id, revision_id,
       task_id, workflow_state_id, comment)
SELECT 'approved', now(), now(), t.content_type_id, r.id, t.task_id, t.workflow_state_id, ''
  FROM (SELECT max(id) AS id FROM wagtailcore_revision WHERE length(object_id) = 7
         GROUP BY object_id) r,
       (SELECT (SELECT min(id) FROM django_content_type) AS content_type_id,
               1 AS task_id, 1 AS workflow_state_id) t, generate_series(1, 2);
INSERT INTO wagtailcore_pagelogentry (label, action, data, timestamp, content_changed, deleted,
       content_type_id, page_id)
SELECT 'Tên của một bài viết dài vừa phải', CASE WHEN entry > {LOGGED} THEN 'wagtail.edit'
       ELSE 'wagtail.publish' END, '{{}}', {MOMENT}, true, false, 1, 1000000 + n
  FROM generate_series(1, %(articles)s) n, generate_series(1, {SAVES + LOGGED}) entry;
INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
SELECT 'default', 'aggregator.refresh_source', '{{"source_id": 1}}', 'failed'
  FROM generate_series(1, 365 * {FAILED_JOBS_A_DAY});
INSERT INTO procrastinate_events (job_id, type, at)
SELECT j.id, type::procrastinate_job_event_type, {MOMENT}
  FROM procrastinate_jobs j, unnest(ARRAY['deferred', 'started', 'failed']) type
 WHERE j.status = 'failed';
INSERT INTO aggregator_libraryitem
SELECT p.*
  FROM generate_series(1, 365 * {LINKS_A_DAY}) n,
       (SELECT i FROM aggregator_libraryitem i LIMIT 1) one,
       LATERAL jsonb_populate_record(one.i, jsonb_build_object(
         'id', nextval(pg_get_serial_sequence('aggregator_libraryitem', 'id')),
         'identity', 'year ' || n, 'source_id', 1000000 + n %% {SOURCES},
         'status', CASE WHEN n %% 5 < 3 THEN 'skipped' ELSE 'published' END,
         'fetched_at', now() - (1 - n / (365.0 * {LINKS_A_DAY})) * interval '365 days')) p;
INSERT INTO wagtailadmin_formstate (data, user_id, content_type_id, object_id, parent_object_id,
       last_updated_at)
SELECT r.content, 1, 1, n::text, '', {MOMENT}
  FROM generate_series(1, 365 * {FORMS_A_DAY}) n,
       (SELECT content FROM wagtailcore_revision LIMIT 1) r;
"""  # noqa: S608


def main(arguments: Sequence[str]) -> int:
    """Write the year, delete by the rules, print the tables; 2 for wrong usage."""
    articles = int(arguments[0]) if arguments and arguments[0].isdecimal() else ARTICLES
    cluster = Cluster(STATE_DIR / "bench-postgres", durable=False)
    try:
        with cluster.use():
            drop(cluster, DATABASE)
            os.environ.update(fill(cluster, AGENCIES, database=DATABASE))
            measure(cluster, articles)
            drop(cluster, DATABASE)
    except (ClusterError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    return 0


def measure(cluster: Cluster, articles: int) -> None:
    """Print sizes before and after, and what the deletion took."""
    with psycopg.connect(cluster.url(DATABASE), autocommit=True) as connection:
        query = psycopg.ClientCursor(connection).mogrify(YEAR, {"articles": articles})
        connection.execute(query)  # type: ignore[call-overload]
        before = sizes(connection)
    import django

    django.setup()
    from django.utils import timezone

    from network.retention.services import prune_all

    begun, cpu = time.monotonic(), time.process_time()
    figures = prune_all(now=timezone.now())
    took, used = time.monotonic() - begun, time.process_time() - cpu
    with psycopg.connect(cluster.url(DATABASE), autocommit=True) as connection:
        after = sizes(connection)
    say(
        f"deleted in {took:.0f} s ({used:.0f} s of CPU of the worker, which rests half of the time)"
    )
    sys.stdout.write(f"A year at {articles:,} articles:\n\n| table | rows | after | MB | after |\n")
    sys.stdout.write("|---|---:|---:|---:|---:|\n")
    for table in TABLES:
        (rows, size), (left, rest) = before[table], after[table]
        sys.stdout.write(f"| {table} | {rows:,} | {left:,} | {size:,.0f} | {rest:,.0f} |\n")
    for done in figures:
        say(f"{done.model}: {done.rows:,} rows, {done.size / 1e6:,.1f} MB {done.error}")


def sizes(connection: "psycopg.Connection[tuple[int, ...]]") -> dict[str, tuple[int, float]]:
    """Return rows and MB of each table with its indexes, packed as after a restore."""
    found = {}
    for table in TABLES:
        connection.execute(f"VACUUM FULL ANALYZE {table}")  # type: ignore[call-overload]
        row = connection.execute(
            f"SELECT count(*), pg_total_relation_size('{table}') / 1e6 FROM {table}"  # type: ignore[call-overload]  # noqa: S608
        ).fetchone()
        found[table] = (row[0], float(row[1]))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
