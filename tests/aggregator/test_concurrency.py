"""Two workers, killed workers: a source is fetched by one at a time, and never forgotten."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from aggregator.models import FetchOutcome, LibraryItem, Source
from aggregator.selectors import newest_items
from aggregator.services import RefreshReport, force_full_fetch, refresh_source
from network.core.leases import LEASE
from tests.factories.library import publish_as_read
from tests.factories.owning import owning
from tests.factories.portals import Portal, entry, make_feed
from tests.factories.sections import make_source

from .conftest import NOW

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20


@pytest.fixture
def workers(committed: None) -> Iterator[Callable[[Callable[[], RefreshReport]], object]]:
    """Run a function in a thread with a database connection of its own."""
    with ThreadPoolExecutor(4) as pool:

        def run(work: Callable[[], RefreshReport]) -> RefreshReport:
            try:
                return work()
            finally:
                connection.close()

        yield lambda work: pool.submit(run, work)


def test_two_workers_at_once_fetch_once(portal, workers):
    source = make_source(url=f"{portal.url}/tin.rss")
    portal.pages["/tin.rss"] = make_feed(entry(1))
    asked, go_on = threading.Event(), threading.Event()
    portal.before = lambda: (asked.set(), go_on.wait(PATIENCE))
    first = workers(lambda: refresh_source(source_id=source.pk, now=NOW))
    assert asked.wait(PATIENCE)
    second = workers(lambda: refresh_source(source_id=source.pk, now=NOW))
    assert second.result(PATIENCE).outcome is None
    go_on.set()
    assert first.result(PATIENCE).counts.new == 1
    assert (len(portal.asked), LibraryItem.objects.count()) == (1, 1)


def test_no_transaction_is_open_while_the_portal_is_asked(portal, workers):
    source = make_source(url=f"{portal.url}/tin.rss")
    asked, go_on = threading.Event(), threading.Event()
    portal.before = lambda: (asked.set(), go_on.wait(PATIENCE))
    fetching = workers(lambda: refresh_source(source_id=source.pk, now=NOW))
    assert asked.wait(PATIENCE)
    with owning(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND state LIKE 'idle in transaction%%'"
        )
        assert cursor.fetchone() == (0,)
    go_on.set()
    fetching.result(PATIENCE)


def test_one_article_fetched_from_two_portals_at_once_is_shown_once(portal, workers):
    sources = [make_source(url=f"{portal.url}/{n}.rss", trusted=True) for n in range(2)]
    for number in range(2):
        portal.pages[f"/{number}.rss"] = make_feed(*(entry(each) for each in range(40)))
    both = threading.Barrier(2, timeout=PATIENCE)
    portal.before = both.wait
    running = [
        workers(lambda pk=source.pk: refresh_source(source_id=pk, now=NOW)) for source in sources
    ]
    assert {each.result(PATIENCE).outcome for each in running} == {FetchOutcome.NEW_ITEMS}
    publish_as_read()
    assert (LibraryItem.objects.count(), len(newest_items())) == (80, 40)


def test_who_comes_back_too_late_stores_nothing(portal, workers):
    source = make_source(url=f"{portal.url}/tin.rss")
    portal.pages["/tin.rss"] = make_feed(entry(1))
    asked, go_on = threading.Event(), threading.Event()
    portal.before = lambda: (asked.set(), go_on.wait(PATIENCE))
    late = workers(lambda: refresh_source(source_id=source.pk, now=NOW))
    assert asked.wait(PATIENCE)
    portal.before = lambda: None
    assert refresh_source(source_id=source.pk, now=NOW + LEASE).counts.new == 1
    go_on.set()
    assert late.result(PATIENCE).detail == "lease_lost"
    source.refresh_from_db()
    assert (source.fetched_at, LibraryItem.objects.count()) == (NOW + LEASE, 1)


def test_an_address_changed_meanwhile_drops_the_answer_of_the_old_one(portal, workers):
    source = make_source(url=f"{portal.url}/tin.rss")
    portal.pages["/tin.rss"] = make_feed(entry(1))
    asked, go_on = threading.Event(), threading.Event()
    portal.before = lambda: (asked.set(), go_on.wait(PATIENCE))
    late = workers(lambda: refresh_source(source_id=source.pk, now=NOW))
    assert asked.wait(PATIENCE)
    force_full_fetch(source=source, now=NOW)
    go_on.set()
    assert late.result(PATIENCE).detail == "lease_lost"
    assert not LibraryItem.objects.exists()


def test_a_killed_workers_source_is_fetched_again(portal: Portal, committed):
    source = make_source(url=f"{portal.url}/tin.rss", key="giet")
    portal.pages["/tin.rss"] = make_feed(entry(1))
    asked, go_on = threading.Event(), threading.Event()
    portal.before = lambda: (asked.set(), go_on.wait(PATIENCE))
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "fetch_sources", "--key", "giet"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": this_database()},
    )
    assert asked.wait(PATIENCE)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    go_on.set()
    portal.before = lambda: None
    source.refresh_from_db()
    claimed = source.leased_until - LEASE
    assert refresh_source(source_id=source.pk, now=claimed).outcome is None
    assert not Source.objects.due(claimed + LEASE / 2)
    later = max(source.leased_until, source.next_fetch_at) + dt.timedelta(seconds=1)
    report = refresh_source(source_id=source.pk, now=later, only_due=True)
    assert report.counts.new == 1


def this_database() -> str:
    """Return the address of the test database for another process."""
    name = connection.settings_dict["NAME"]
    before, _, after = os.environ["DATABASE_URL"].partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{after}"
