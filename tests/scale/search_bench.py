"""Print what the search finds and takes: `python -m tests.scale.search_bench [FILLERS|demo]`.

Judged questions on judged articles alone, among so many others, and with the table of everyday
words empty; plain BM25 beside them. With "demo", the 360 judged queries on the content of the demo.
In a database of its own, which is dropped at the end.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from statistics import median

import django
import psycopg

from network.core.catalogues import compile_catalogues
from network.core.postgres import Cluster, ClusterError

from .bench import ROOT, STATE_DIR

DATABASE = "pbgdpl_search_bench"
FILLERS, DEMO = 20_000, "demo"
SETS = ("queries.tsv", "further.tsv", "citizens.tsv")


def main(arguments: Sequence[str]) -> int:
    """Measure and print. Returns 2 for an unknown argument, 1 without a database."""
    if len(arguments) > 1 or not all(each == DEMO or each.isdecimal() for each in arguments):
        sys.stderr.write("usage: python -m tests.scale.search_bench [FILLERS|demo]\n")
        return 2
    cluster = Cluster(STATE_DIR / "test-postgres", durable=False)
    try:
        with cluster.use():
            _drop(cluster)
            cluster.create_database(DATABASE)
            os.environ["DATABASE_URL"] = cluster.url(DATABASE)
            _prepare()
            asked = arguments[0] if arguments else str(FILLERS)
            for line in measure_demo() if asked == DEMO else measure(int(asked)):
                sys.stdout.write(f"{line}\n")
            _drop(cluster)
    except (ClusterError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    return 0


def measure(fillers: int) -> Iterator[str]:
    """Yield the tables as they are done."""
    from django.db import connection

    from network.hub.models import EverydayWord, SearchEntry
    from tests.hub.search import judging

    judging.build()
    yield from _judged("judged articles alone")
    judging.fill(fillers)
    yield from _judged(f"among {fillers:,} others")
    plain = judging.PlainRanking(list(SearchEntry.objects.values_list("title", "names", "text")))
    for name in SETS:
        yield f"\n{name}, among {fillers:,} others, plain BM25"
        yield from judging.table(judging.mark(judging.judged(name), plain.answer))
    EverydayWord.objects.all().delete()
    yield from _judged(f"among {fillers:,} others, without everyday words")
    connection.close()


def measure_demo() -> Iterator[str]:
    """Load the demo, and yield the tables of its judged queries."""
    from django.core.management import call_command
    from django.db import connection

    from network.hub.search.vocabulary import count_words
    from tests.hub.search import demo_judging

    call_command("load_demo", stdout=sys.stderr)
    count_words()
    yield from demo_judging.report()
    connection.close()


def _prepare() -> None:
    """Set up Django and create the tables in the database of DATABASE_URL."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "network.settings.test"
    compile_catalogues(ROOT)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _judged(title: str) -> Iterator[str]:
    from django.test import Client

    from tests.hub.search import judging

    client, taken = Client(), []
    for name in SETS:
        queries = judging.judged(name)
        yield f"\n{name}, {title}"
        yield from judging.table(judging.mark(queries, judging.shown))
        for each in queries:
            begun = time.perf_counter()
            client.get("/tim-kiem/", {"q": each.query})
            taken.append((time.perf_counter() - begun) * 1_000)
    yield f"page: median {median(taken):.0f} ms, slowest {max(taken):.0f} ms"


def _drop(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
