"""Print what searching a million entries costs: `python -m tests.scale.search_bench [ENTRIES]`.

The entries are made in a database of their own beside the test databases, which is dropped at the
end. The rebuild is measured with real library items.
"""

import os
import sys
import time
from collections.abc import Sequence

import django
import psycopg

from network.core.catalogues import compile_catalogues
from network.core.postgres import Cluster, ClusterError

from .bench import ROOT, STATE_DIR

DATABASE = "pbgdpl_search_bench"
ENTRIES, ITEMS = 1_000_000, 20_000


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 2 for what is no number, 1 without a database."""
    if len(arguments) > 1 or not all(each.isdecimal() and int(each) for each in arguments):
        sys.stderr.write("usage: python -m tests.scale.search_bench [ENTRIES]\n")
        return 2
    cluster = Cluster(STATE_DIR / "test-postgres", durable=False)
    try:
        with cluster.use():
            _drop(cluster)
            cluster.create_database(DATABASE)
            os.environ["DATABASE_URL"] = cluster.url(DATABASE)
            lines = measure(int(arguments[0]) if arguments else ENTRIES)
            _drop(cluster)
    except (ClusterError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def measure(entries: int) -> list[str]:
    """Return the lines of a Markdown table of searches, and those of sizes and rebuild."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "network.settings.test"
    compile_catalogues(ROOT)
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from . import search_load, search_measuring

    call_command("migrate", interactive=False, verbosity=0)
    rebuilt = _rebuild()
    begun = time.monotonic()
    search_load.fill(entries, report=lambda line: sys.stderr.write(f"{line}\n"))
    loaded = time.monotonic() - begun
    lines = [
        "| search | words | narrowed to | ms | processor ms | buffers | rows |",
        "|---|---|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {cost.kind} | {cost.words} | {cost.narrowed} | {cost.milliseconds:.0f} |"
        f" {cost.processor:.0f} | {cost.buffers:,} | {cost.rows} |"
        for cost in search_measuring.costs()
    ]
    lines += [*_sizes(), f"{entries:,} entries filled and indexed in {loaded:.0f} s", rebuilt]
    connection.close()
    return lines


def _sizes() -> list[str]:
    from django.db import connection

    from .search_load import INDEXES, TABLE

    with connection.cursor() as cursor:
        sizes = []
        for name in (TABLE, *INDEXES):
            cursor.execute("SELECT pg_total_relation_size(%s) / 1048576", [name])
            sizes.append(f"{name}: {cursor.fetchone()[0]:,} MB")
    return [f"size of table with indexes, then each index: {', '.join(sizes)}"]


def _rebuild() -> str:
    """Rebuild over real library items, half with excerpts, and return what it took."""
    from django.db import connection

    from network.hub.models import SearchChange
    from network.hub.search.keeping import rebuild
    from tests.factories.sections import make_source

    from .search_measuring import server_seconds

    source = make_source()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aggregator_libraryitem (source_id, identity, link_key, guid, digest,"
            " title, link, original_link, suggested_link, excerpt, published_at, fetched_at,"
            " content_hash, corrected, document_numbers, policy_key, title_key, joined_by, status,"
            " reason, blocked_word) SELECT %s, n, n, '', n,"
            " 'Nghị định ' || n || '/2026/NĐ-CP quy định xử phạt vi phạm hành chính ' || n,"
            " 'https://portal.example.vn/' || n, '', '',"
            " repeat('Người dân được hưởng chính sách. ', 8), now(), now(), n, false, '{}',"
            " '', '', '', 'published', '', ''"
            " FROM generate_series(1, %s) AS n",
            [source.pk, ITEMS],
        )
    # What the triggers have noted would be made twice.
    SearchChange.objects.all().delete()
    begun, own, server = time.monotonic(), time.process_time(), server_seconds()
    rebuild()
    took, own = time.monotonic() - begun, time.process_time() - own
    return (
        f"rebuild of {ITEMS:,} library items: {took:.0f} s by the clock; of the processor"
        f" {own:.0f} s here and {server_seconds() - server:.0f} s in PostgreSQL"
    )


def _drop(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
