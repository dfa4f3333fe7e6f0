"""Print what screens cost at 40 and at 1,000 agencies: `python -m tests.scale.bench [SIZE ...]`.

The network is loaded into a database of its own beside the test databases, measured at each size
on its way up, and dropped.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import django
import psycopg

from network.core.catalogues import compile_catalogues
from network.core.postgres import Cluster, ClusterError

ROOT = Path(__file__).resolve().parent.parent.parent
STATE_DIR = Path(os.environ.get("PBGDPL_STATE_DIR") or ROOT / ".state")
DATABASE = "pbgdpl_bench"
SIZES = (40, 1000)
ARTICLES_EACH = 20

type Row = tuple[str, str, int, int, int]


def main(arguments: Sequence[str]) -> int:
    """Measure at each size, print the table; 2 for what is no size, 1 without a database."""
    if not all(each.isdecimal() and int(each) for each in arguments):
        sys.stderr.write("usage: python -m tests.scale.bench [AGENCIES ...]\n")
        return 2
    sizes = sorted({int(each) for each in arguments} or SIZES)
    cluster = Cluster(STATE_DIR / "test-postgres", durable=False)
    try:
        with cluster.use():
            drop(cluster, DATABASE)
            cluster.create_database(DATABASE)
            os.environ["DATABASE_URL"] = cluster.url(DATABASE)
            measured = measure(sizes)
            drop(cluster, DATABASE)
    except (ClusterError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in table(sizes, measured)))
    return 0


def measure(sizes: Sequence[int]) -> list[list[Row]]:
    """Return the costs at each size, the screens in the same order: the first rows the screens."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "network.settings.test"
    compile_catalogues(ROOT)
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from .measuring import deed_costs, screen_costs

    call_command("migrate", interactive=False, verbosity=0)
    measured = []
    for size in sizes:
        begun = time.monotonic()
        told = {"stdout": sys.stderr, "stderr": sys.stderr}
        call_command("load_network", agencies=size, pages=ARTICLES_EACH, here=True, **told)
        sys.stderr.write(f"loaded in {time.monotonic() - begun:.0f} s, measuring ...\n")
        for turn in ("first", "second"):
            sys.stderr.write(f"{turn} night: {night()}\n")
        with connection.cursor() as cursor:
            # As autovacuum leaves tables: indexes need not look rows up to know that they are seen.
            cursor.execute("VACUUM ANALYZE")
        costs = [*screen_costs(), *deed_costs()]
        measured.append([(c.who, c.what, c.queries, c.size, c.buffers()) for c in costs])
    connection.close()
    return measured


def night() -> str:
    """Judge all agencies as the night does; return what it took, PostgreSQL apart."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from network.oversight.running import check_agencies

    with connection.cursor() as cursor:
        # Policies that arrived day by day, as fetches bring them: every agency owes them all.
        cursor.execute(
            "UPDATE aggregator_libraryitem SET policy_key = digest,"
            " seen_at = now() - id % 90 * interval '1 day'"
        )
    begun = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        run = check_agencies(now=timezone.now(), day=timezone.localdate())
    return f"{run}, {len(queries)} statements, {time.process_time() - begun:.1f} s of processor"


def table(sizes: Sequence[int], measured: Sequence[Sequence[Row]]) -> list[str]:
    """Return the lines of a Markdown table, one for each screen, a column for each size."""
    names = [f"{what}, {size:,}" for what in ("queries", "KB", "buffers") for size in sizes]
    lines = [f"| who | screen | {' | '.join(names)} |", f"|---|---|{'---:|' * len(names)}"]
    for rows in zip(*measured, strict=True):
        who, what = rows[0][:2]
        cells = [f"{row[2]}" for row in rows]
        cells += [f"{row[3] / 1024:.0f}" if row[3] else "" for row in rows]
        cells += [f"{row[4]:,}" for row in rows]
        lines.append(f"| {who} | {what} | {' | '.join(cells)} |")
    return lines


def drop(cluster: Cluster, database: str) -> None:
    """Drop a database, whoever is connected to it."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
