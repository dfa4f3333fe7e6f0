"""Twenty-two bad sources beside twenty good ones: each gets its name, none harms the others.

The bad ones are a program of the shared workloads (`hostile.py`); without it the test is skipped.
"""

import datetime as dt
import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from aggregator.health import ILL
from aggregator.models import FetchOutcome, Health, LibraryItem, Source
from aggregator.selectors import newest_items
from aggregator.services import refresh_source
from network.launch import WORKER_MEMORY
from tests.factories.library import publish_as_read
from tests.factories.people import make_agency
from tests.factories.portals import Portal, entry, make_feed
from tests.factories.sections import make_hub, make_source

from .feeds.test_memory import BODIES
from .test_concurrency import ROOT, this_database

SHARED = Path(os.environ.get("PBGDPL_SHARED") or ROOT.parent / "shared")
PROGRAM = SHARED / "bench" / "hostile.py"
WORKER = Path(__file__).with_name("rounds.py")
# The feeds are of June 2025: a day later they are news.
NOW = dt.datetime(2025, 7, 1, 3, tzinfo=dt.UTC)
HOUR, ROUND = dt.timedelta(hours=1), dt.timedelta(hours=27)
GOOD, PATIENCE = 20, 60
WORST = ("unclosed items", "unclosed entries", "references", "prefixes", "values")
MEGABYTE = 1024  # the kernel counts in kibibytes
STATES = {
    "ok": Health.HEALTHY,
    "bomb": Health.FAILING,
    "loop": Health.FAILING,
    "perm": Health.MOVED,
    "gone": Health.GONE,
    "r429": Health.FAILING,
    "r503": Health.FAILING,
    "f403": Health.REFUSED,
    "html": Health.NOT_A_FEED,
    "maxage": Health.HEALTHY,
    "noguid": Health.HEALTHY,
    "rotguid": Health.HEALTHY,
    "win1258": Health.HEALTHY,
    "liar": Health.HEALTHY,
    "badxml": Health.HEALTHY,
    "trunc": Health.HEALTHY,
    "leading": Health.HEALTHY,
    "vndate": Health.HEALTHY,
    "huge": Health.HEALTHY,
    "xxe": Health.HEALTHY,
    "slow": Health.SLOW,
    "xss": Health.HEALTHY,
}
# The wait after the third round; the failing ones have doubled theirs three times.
AT_LEAST = {"maxage": 4 * HOUR} | {
    path: 8 * HOUR
    for path, health in STATES.items()
    if health in ILL and health not in (Health.MOVED, Health.GONE)
}
ITEMS = {
    "ok": 2, "perm": 3, "maxage": 2, "noguid": 5, "rotguid": 5, "win1258": 2, "liar": 2,
    "badxml": 2, "trunc": 8, "leading": 2, "vndate": 2, "huge": 500, "xxe": 1, "xss": 1,
}  # fmt: skip


@pytest.fixture
def office(db):
    """The agency that the people serve; not the module's, for other connections look on."""
    return make_agency("Sở Tư pháp")


@pytest.fixture(scope="module")
def program() -> ModuleType:
    """The module that answers badly; its slow source waits for an event, not for the clock."""
    if not PROGRAM.exists():
        pytest.skip(f"{PROGRAM} is not there: no hostile sources to test against")
    spec = importlib.util.spec_from_file_location("hostile", PROGRAM)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def hostile(program: ModuleType) -> Iterator[SimpleNamespace]:
    """The program, served at `url`; its slow source sets `reached` and goes on with `release`."""
    release, reached = threading.Event(), threading.Event()

    def sleep(seconds: float) -> None:
        reached.set()
        release.wait(seconds)

    program.time = SimpleNamespace(sleep=sleep)
    server = ThreadingHTTPServer(("127.0.0.1", 0), program.H)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    yield SimpleNamespace(url=url, paths=program.P, release=release, reached=reached)
    release.set()
    server.shutdown()
    server.server_close()
    thread.join()


def make_bad(hostile: SimpleNamespace) -> dict[str, Source]:
    """Register every bad source, by its path; trusted, so that readers see what gets through."""
    return {
        path: make_source(url=f"{hostile.url}/{path}", next_fetch_at=NOW, trusted=True)
        for path in hostile.paths
    }


def make_good(portal: Portal) -> list[Source]:
    """Register twenty sources that bring one item each."""
    for number in range(GOOD):
        fields = {"pubDate": "Mon, 30 Jun 2025 08:00:00 +0700"}
        portal.pages[f"/{number}.rss"] = make_feed(entry(1000 + number, **fields))
    urls = [f"{portal.url}/{number}.rss" for number in range(GOOD)]
    return [make_source(url=url, next_fetch_at=NOW) for url in urls]


def run_rounds(rounds: int) -> dict:
    """Fetch in another process, for so many rounds, what is due; return what it says of itself."""
    ended = subprocess.run(
        [sys.executable, str(WORKER), *((NOW + ROUND * n).isoformat() for n in range(rounds))],
        cwd=ROOT,
        env=os.environ
        | {"DATABASE_URL": this_database(), "PYTHONPATH": str(ROOT)}
        | dict([WORKER_MEMORY.split("=")]),
        stdout=subprocess.PIPE,
        text=True,
        timeout=PATIENCE * 3,
        check=True,
    )
    return json.loads(ended.stdout)


def items_of(source: Source) -> int:
    return LibraryItem.objects.filter(source=source).count()


def test_three_rounds_end_with_the_right_names(hostile, portal, committed):
    bad, good = make_bad(hostile), make_good(portal)
    peak = run_rounds(3)["peak"]
    print(f"worker's peak over the hostile set: {peak / MEGABYTE:.0f} MB")  # noqa: T201
    assert peak < 300 * MEGABYTE
    for source in [*bad.values(), *good]:
        source.refresh_from_db()
    assert {path: source.health for path, source in bad.items()} == STATES
    assert {source.health for source in good} == {Health.HEALTHY}
    last = NOW + 2 * ROUND
    for path, source in bad.items():
        assert source.enabled == (path != "gone")
        shortest = 0.9 * AT_LEAST.get(path, HOUR)
        assert path == "gone" or last + shortest <= source.next_fetch_at <= last + ROUND, path
    assert {path: items_of(source) for path, source in bad.items() if items_of(source)} == ITEMS
    assert [items_of(source) for source in good] == [1] * GOOD
    shown = newest_items().values_list("link", flat=True)
    assert len(shown) == len(set(shown))


def test_good_sources_are_done_while_a_slow_one_keeps_its_slot(hostile, portal, committed):
    slow = make_source(url=f"{hostile.url}/slow", next_fetch_at=NOW)
    good = make_good(portal)

    def fetch(source: Source) -> None:
        refresh_source(source_id=source.pk, now=NOW)
        connection.close()

    with ThreadPoolExecutor(2) as slots:
        waiting = slots.submit(fetch, slow)
        assert hostile.reached.wait(PATIENCE)
        for done in [slots.submit(fetch, source) for source in good]:
            done.result(PATIENCE)
        assert not waiting.done()
        hostile.release.set()
    assert [items_of(source) for source in good] == [1] * GOOD


def test_script_and_handlers_reach_no_page(hostile, desk):
    source = make_source(url=f"{hostile.url}/xss", trusted=True)
    refresh_source(source_id=source.pk, now=timezone.now())
    publish_as_read()
    item = LibraryItem.objects.get()
    make_hub()
    admin = "aggregator_libraryitem_modeladmin"
    addresses = [
        "/",
        reverse("hub:policies"),
        reverse(f"{admin}_index") + "?status=all",
        reverse(f"{admin}_inspect", args=[item.pk]),
        reverse(f"{admin}_edit", args=[item.pk]),
        reverse("aggregator_source_modeladmin_index"),
    ]
    for address in addresses:
        response = desk.get(address)
        assert response.status_code == 200
        for evil in ("onerror=", "<script>a", "javascript:x", "alert(1)"):
            assert evil not in response.content.decode(), address
    assert not {"<", ">"} & set(item.title + item.excerpt)


def test_five_slots_read_what_was_made_to_hurt_and_take_little_memory(portal, committed):
    """Ten megabytes for each slot, and every portal answers at once."""
    for number, name in enumerate(WORST):
        head, unit = BODIES[name]
        body = head + unit * ((10 * 1024 * MEGABYTE - len(head) - 1000) // len(unit))
        portal.pages[f"/{number}.rss"] = (200, {}, body)
        make_source(url=f"{portal.url}/{number}.rss", next_fetch_at=NOW)
    peak = run_rounds(1)["peak"]
    print(f"worker's peak over bodies made to hurt: {peak / MEGABYTE:.0f} MB")  # noqa: T201
    assert peak < 300 * MEGABYTE
    assert not Source.objects.filter(outcome=FetchOutcome.FAULT).exists()
