"""The clock runs 40 days ahead for a while and comes back; the worker lives through it."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.days import find_library
from tests.factories.portals import Portal, entry, make_feed

from .test_restart import MAKE, Network

MOST_MINUTES = 10
ITEMS = "SELECT count(*) FROM aggregator_libraryitem"
AHEAD = "SELECT next_fetch_at > now() + interval '1 day' FROM aggregator_source"


@pytest.fixture
def set_clock(roomy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], object]:
    """Moves the clock of the processes that are started after this, "+40d" for 40 days ahead."""
    library = find_library()
    if library is None:
        pytest.skip("libfaketime is not installed")
    file = roomy_folder / "clock"
    file.write_text("+0")
    file.chmod(0o644)
    monkeypatch.setenv("LD_PRELOAD", str(library))
    monkeypatch.setenv("FAKETIME_TIMESTAMP_FILE", str(file))
    monkeypatch.setenv("FAKETIME_NO_CACHE", "1")
    monkeypatch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
    monkeypatch.setenv("NO_FAKE_STAT", "1")

    def set_clock(offset: str) -> None:
        # Replaced in one step: a process that reads half a file ends.
        fresh = file.with_suffix(".new")
        fresh.write_text(offset)
        fresh.replace(file)

    return set_clock


@pytest.fixture
def network(set_clock: object, roomy_folder: Path, committed: None) -> Iterator[Network]:
    with ExitStack() as held:
        yield Network(roomy_folder, held)


def minutes_until(network: Network, query: str, answer: list[tuple]) -> float:
    """Return after how many minutes the database says so."""
    begun = time.monotonic()
    while network.ask(query) != answer:
        assert time.monotonic() - begun < MOST_MINUTES * 60, f"{query}: {network.ask(query)}"
        time.sleep(1)
    return (time.monotonic() - begun) / 60


@pytest.mark.drill
def test_forty_days_ahead_and_back(network: Network, portal: Portal, set_clock):
    portal.pages["/tin.rss"] = make_feed(entry(1))
    assert network.run("-c", MAKE, f"{portal.url}/tin.rss").wait() == 0
    worker = network.run("manage.py", "run_worker")
    minutes_until(network, ITEMS, [(1,)])
    set_clock("+40d")
    portal.pages["/tin.rss"] = make_feed(entry(1), entry(2))
    ahead = minutes_until(network, ITEMS, [(2,)])
    # The next fetch and its job are queued for a moment in January.
    network.ask(
        "UPDATE aggregator_source"
        " SET next_fetch_at = date_trunc('minute', now()) + interval '100 seconds'"
    )
    minutes_until(
        network,
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
        " AND task_name = 'aggregator.refresh_batch' AND scheduled_at > now()",
        [(1,)],
    )
    set_clock("+0")
    portal.pages["/tin.rss"] = make_feed(entry(1), entry(2), entry(3))
    assert network.ask(AHEAD) == [(True,)]
    back = minutes_until(network, ITEMS, [(3,)])
    assert network.ask(AHEAD) == [(False,)]
    assert worker.poll() is None
    failed = network.ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
    print(  # noqa: T201
        f"clock +40 days: next entry after {ahead:.1f} min; back: after {back:.1f} min;"
        f" lost 0, duplicated {network.ask(ITEMS)[0][0] - 3}, failed jobs {failed[0][0]}"
    )
