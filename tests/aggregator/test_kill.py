"""Workers killed again and again: no entry is lost and none comes twice. `make drill`: 50 times."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from wagtail.search.models import IndexEntry

from aggregator.models import Health, LibraryItem, Pace, Source
from network.core.leases import LEASE
from tests.factories.portals import Portal, entry, make_feed
from tests.factories.sections import make_source

from .conftest import NOW
from .test_concurrency import ROOT, this_database

NURSERY = Path(__file__).with_name("nursery.py")
# At each moment twice.
KILLS = int(os.environ.get("KILLS") or 6)
FEEDS, ENTRIES = 4 * KILLS, 5
PATIENCE = 20
# The next worker comes when the lease of the killed one has run out.
TURN = LEASE + dt.timedelta(seconds=1)


class Nursery:
    """Starts workers in another process, and kills them at a chosen moment of their work."""

    def __init__(self, portal: Portal) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(NURSERY)],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": this_database(), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.asked, self.go_on = threading.Semaphore(0), threading.Event()
        self.go_on.set()
        portal.before = self._wait

    def _wait(self) -> None:
        self.asked.release()
        self.go_on.wait(PATIENCE)

    def work(self, now: dt.datetime) -> int:
        """Start a worker at `now`; return its process number."""
        self.process.stdin.write(f"{now.isoformat()}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> int:
        """Wait for the worker to end; return its exit code."""
        return int(self.process.stdout.readline())

    def kill(self, worker: int) -> None:
        """Kill the worker and wait for its end."""
        os.kill(worker, signal.SIGKILL)
        assert self.end() == -signal.SIGKILL
        self.go_on.set()
        while self.asked.acquire(blocking=False):
            pass

    def wait_for_requests(self, count: int) -> None:
        """Return when the portal has been asked so many times."""
        for _ in range(count):
            assert self.asked.acquire(timeout=PATIENCE)


@pytest.fixture
def nursery(portal: Portal, committed: None) -> Iterator[Nursery]:
    nursery = Nursery(portal)
    yield nursery
    nursery.process.stdin.close()
    nursery.process.wait()


def while_the_portal_is_asked(nursery: Nursery, now: dt.datetime) -> None:
    worker = nursery.work(now)
    nursery.wait_for_requests(3)
    nursery.go_on.clear()
    nursery.wait_for_requests(1)
    nursery.kill(worker)


def while_it_reads_or_stores(nursery: Nursery, now: dt.datetime) -> None:
    """Wherever it is just after the portal answered."""
    worker = nursery.work(now)
    nursery.wait_for_requests(4)
    nursery.kill(worker)


def while_half_a_feed_is_written(nursery: Nursery, now: dt.datetime) -> None:
    """The items are in, the worker waits for the search index, which this test has locked."""
    index = IndexEntry._meta.db_table
    waiting = "FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {index} IN SHARE ROW EXCLUSIVE MODE")
        worker = nursery.work(now)
        for _ in range(PATIENCE * 100):
            cursor.execute(f"SELECT pg_sleep(0.01), count(*) {waiting}", [index])
            if cursor.fetchone()[1]:
                break
        else:
            pytest.fail("no worker came to the search index")
        nursery.kill(worker)
        # The server would finish the statement of the dead before it noticed.
        cursor.execute(f"SELECT pg_terminate_backend(pid, 5000) {waiting}", [index])
        assert cursor.fetchone() == (True,)


MOMENTS: list[Callable[[Nursery, dt.datetime], None]] = [
    while_the_portal_is_asked,
    while_it_reads_or_stores,
    while_half_a_feed_is_written,
]


def items_by_source() -> Counter:
    return Counter(LibraryItem.objects.values_list("source_id", flat=True))


def test_killed_workers_lose_nothing_and_double_nothing(portal, nursery):
    for number in range(FEEDS):
        make_source(url=f"{portal.url}/{number}.rss", pace=Pace.FIXED, next_fetch_at=NOW)
        portal.pages[f"/{number}.rss"] = make_feed(
            *(entry(number * ENTRIES + each) for each in range(ENTRIES))
        )
    for kill in range(KILLS):
        MOMENTS[kill % 3](nursery, NOW + TURN * kill)
        assert set(items_by_source().values()) <= {ENTRIES}
    assert Source.objects.due(NOW + TURN * KILLS).exists()
    nursery.work(NOW + TURN * KILLS)
    assert nursery.end() == 0
    guids = Counter(LibraryItem.objects.values_list("guid", flat=True))
    assert guids == {f"tin-{number}": 1 for number in range(FEEDS * ENTRIES)}
    assert set(Source.objects.values_list("health", "leased_until")) == {(Health.HEALTHY, None)}
    indexed = IndexEntry.objects.filter(content_type__model="libraryitem")
    assert indexed.count() == FEEDS * ENTRIES
