"""Print what the register costs at 100,000 documents and 500,000 citations.

`python -m tests.scale.documents_bench [DOCUMENTS CITATIONS]`: a database of its own beside the
test databases is filled, measured and dropped.
"""

import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import django
import psycopg

from network.core.catalogues import compile_catalogues
from network.core.postgres import Cluster, ClusterError

from .bench import ROOT, STATE_DIR, drop

DATABASE = "pbgdpl_bench_documents"
DOCUMENTS, CITATIONS = 100_000, 500_000
RUNS = 5
# Enough pages that the first document is cited by a thousand of them.
AGENCIES, ARTICLES_EACH = 50, 20
LISTS = (
    "",
    "?q=dat+dai",
    "?q=nd+100+2019",
    "?loai=nghi_dinh",
    "?hieu_luc=expired",
    "?hieu_luc=expired&loai=thong_tu",
    "?cap=provincial",
    "?linh_vuc=dat-dai",
    "?linh_vuc=dat-dai&hieu_luc=in_force",
    "?tu=2015-01-01&den=2016-12-31",
    "?trang=20",
    "co-hieu-luc-thang-nay/",
    "sap-het-hieu-luc/",
)


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table; 2 for what is no size, 1 without a database."""
    if arguments and (len(arguments) != 2 or not all(each.isdecimal() for each in arguments)):
        sys.stderr.write("usage: python -m tests.scale.documents_bench [DOCUMENTS CITATIONS]\n")
        return 2
    documents, citations = map(int, arguments or (DOCUMENTS, CITATIONS))
    cluster = Cluster(STATE_DIR / "test-postgres", durable=False)
    try:
        with cluster.use():
            drop(cluster, DATABASE)
            cluster.create_database(DATABASE)
            os.environ["DATABASE_URL"] = cluster.url(DATABASE)
            for line in measure(documents, citations):
                sys.stdout.write(f"{line}\n")
            drop(cluster, DATABASE)
    except (ClusterError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    return 0


def measure(documents: int, citations: int) -> Iterator[str]:
    """Yield the lines of a Markdown table, and how long a change takes to reach its pages."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "network.settings.test"
    compile_catalogues(ROOT)
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    told = {"stdout": sys.stderr, "stderr": sys.stderr}
    sizes = {"agencies": AGENCIES, "pages": ARTICLES_EACH}
    sizes |= {"documents": documents, "citations": citations}
    begun = time.monotonic()
    call_command("load_network", here=True, **sizes, **told)
    sys.stderr.write(f"loaded in {time.monotonic() - begun:.0f} s, measuring ...\n")
    yield "| page | queries | PostgreSQL ms |"
    yield "|---|---:|---:|"
    for address in _addresses():
        queries, milliseconds = _cost(address)
        yield f"| {address} | {queries} | {milliseconds:.1f} |"
    pages, seconds = _spread()
    yield f"A change of a document cited by {pages:,} pages reached them in {seconds:.1f} s."
    connection.close()


def _addresses() -> list[str]:
    from legal_updates.models import LegalDocument
    from network.demo.load.documents import SLUG_PREFIX

    loaded = LegalDocument.objects.filter(slug__startswith=SLUG_PREFIX).order_by("pk")
    most_cited, other = loaded.values_list("slug", flat=True)[:2]
    return [f"/van-ban/{each}/" for each in (most_cited, other)] + [f"/van-ban/{x}" for x in LISTS]


def _cost(address: str) -> tuple[int, float]:
    """Return the queries of a page, asked for the second time, and PostgreSQL's time for them.

    All of them together, planned and run, the middle of some runs.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    visitor = Client()
    visitor.get(address)
    with CaptureQueriesContext(connection) as seen:
        answer = visitor.get(address)
    assert answer.status_code in (200, 302), (address, answer.status_code)
    runs = [
        sum(_milliseconds(query["sql"]) for query in seen.captured_queries) for _ in range(RUNS)
    ]
    return len(seen), statistics.median(runs)


def _milliseconds(statement: str) -> float:
    from django.db import connection

    from .measuring import read_plan

    if not statement.startswith(("SELECT", "WITH", "(SELECT")):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")
        told: Any = read_plan(cursor.fetchone()[0])
    return float(told["Planning Time"] + told["Execution Time"])


def _spread() -> tuple[int, float]:
    """Return how many pages a change of the most cited document reached, and in what time."""
    from django.utils import timezone

    from legal_updates.models import LegalDocument, PageReview
    from legal_updates.models.choices import Validity
    from legal_updates.services import set_validity
    from network.demo.load.documents import SLUG_PREFIX

    _finish_jobs()
    document = LegalDocument.objects.filter(slug__startswith=SLUG_PREFIX).order_by("pk")[0]
    set_validity(
        document=document,
        validity=Validity.SUSPENDED,
        source="Công báo",
        checked_on=timezone.localdate(),
        day=timezone.localdate(),
        now=timezone.now(),
    )
    begun = time.monotonic()
    _finish_jobs()
    return PageReview.objects.filter(document=document).count(), time.monotonic() - begun


def _finish_jobs() -> None:
    from tests.factories.accounts import run_jobs

    while run_jobs():
        pass


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
