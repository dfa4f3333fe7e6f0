"""One host is asked one thing at a time, with a pause between, and nobody else waits for it."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from aggregator import tasks
from aggregator.models import LibraryItem, PortalHost, Source
from aggregator.politeness import claim_turn, claim_turns, host_of, release_turns
from aggregator.selectors import sources_to_fetch
from aggregator.services import refresh_source
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

from .conftest import NOW

PATIENCE = 20
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def a_pause_of_two_seconds(settings) -> None:
    settings.AGGREGATOR_HOST_PAUSE_SECONDS = 2.0


def held(portal) -> tuple[threading.Event, threading.Event]:
    """Make the portal keep its first caller waiting; return "asked" and "go on"."""
    asked, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        first = not asked.is_set()
        asked.set()
        if first:
            go_on.wait(PATIENCE)

    portal.before = wait
    return asked, go_on


def in_thread(work) -> threading.Thread:
    """Run `work` as another worker, on a connection of its own."""

    def run() -> None:
        work()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_second_worker_does_not_ask_a_host_that_is_being_asked(portal, committed):
    first, second = (make_source(url=f"{portal.url}/{n}.rss") for n in range(2))
    asked, go_on = held(portal)
    worker = in_thread(lambda: refresh_source(source_id=first.pk, now=NOW))
    assert asked.wait(PATIENCE)
    report = refresh_source(source_id=second.pk, now=NOW)
    go_on.set()
    worker.join()
    assert (report.outcome, report.detail) == (None, "host_busy")
    assert NOW + 2 * SECOND <= report.retry_at <= NOW + 4 * SECOND
    assert [path for path, _ in portal.asked] == ["/0.rss"]


def test_who_waits_for_a_host_is_due_again_and_has_lost_nothing(portal, committed):
    first, second = (make_source(url=f"{portal.url}/{n}.rss", etag='"a"') for n in range(2))
    refresh_source(source_id=first.pk, now=NOW)
    report = refresh_source(source_id=second.pk, now=NOW)
    second.refresh_from_db()
    assert (second.next_fetch_at, second.leased_until) == (report.retry_at, None)
    assert (second.failures, second.etag, second.fetched_at) == (0, '"a"', None)
    again = refresh_source(source_id=second.pk, now=report.retry_at, only_due=True)
    assert again.outcome is not None


def test_ten_sources_of_one_host_do_not_delay_another(portal, committed):
    """One slot works through the queue while the host of the ten keeps its first caller."""
    ten = [make_source(url=f"{portal.url}/{n}.rss") for n in range(10)]
    other = make_source(url=portal.url.replace("127.0.0.1", "localhost") + "/khac.rss")
    portal.pages["/khac.rss"] = make_feed(entry(1))
    asked, go_on = held(portal)
    worker = in_thread(lambda: tasks.refresh_source(source_id=ten[0].pk))
    assert asked.wait(PATIENCE)
    for source in [*ten[1:], other]:
        tasks.refresh_source(source_id=source.pk)
    assert LibraryItem.objects.count() == 1
    waiting = ProcrastinateJob.objects.filter(task_name="aggregator.refresh_source", status="todo")
    assert waiting.count() == 9
    assert all(job.scheduled_at > timezone.now() - PATIENCE * SECOND for job in waiting)
    go_on.set()
    worker.join()
    assert sorted(path for path, _ in portal.asked) == ["/0.rss", "/khac.rss"]


def test_between_two_turns_lies_the_pause(db):
    turn = claim_turn(host="a.example.vn", now=NOW)
    assert claim_turn(host="a.example.vn", now=NOW + SECOND) is None
    release_turns(turn, ended=NOW + 3 * SECOND)
    assert claim_turn(host="a.example.vn", now=NOW + 4.9 * SECOND) is None
    assert claim_turn(host="b.example.vn", now=NOW + SECOND)
    assert claim_turn(host="a.example.vn", now=NOW + 5 * SECOND)


def test_a_host_that_is_named_twice_gives_one_turn(db):
    turns = claim_turns(["b.example.vn", "a.example.vn", "b.example.vn", ""], now=NOW)
    assert [turn.name if turn else None for turn in turns] == [
        "b.example.vn",
        "a.example.vn",
        None,
        "",
    ]
    assert claim_turns(["a.example.vn"], now=NOW) == [None]


def test_a_killed_workers_turn_runs_out_and_is_not_given_back_by_the_dead(db):
    dead = claim_turn(host="a.example.vn", now=NOW)
    later = dead.leased_until + SECOND
    assert claim_turn(host="a.example.vn", now=later)
    release_turns(dead, ended=later)
    assert claim_turn(host="a.example.vn", now=later + 3 * SECOND) is None


def test_a_host_is_one_host_however_it_is_written():
    written = ("http://a.example.vn/1", "https://A.example.vn.:8443/2?x", "http://ａ.example.vn")
    assert {host_of(url) for url in written} == {"a.example.vn"}
    assert host_of("http://[::1") == ""


def test_without_a_pause_nothing_is_written(portal, source, refresh, settings):
    settings.AGGREGATOR_HOST_PAUSE_SECONDS = 0
    refresh(source)
    assert not PortalHost.objects.exists()


def test_one_slow_source_at_a_time_is_fetched_and_after_the_others(db):
    slow = [make_source(health="slow", next_fetch_at=NOW - n * SECOND) for n in range(3)]
    good = make_source(next_fetch_at=NOW)
    assert sources_to_fetch(NOW, size=5) == [good.pk, slow[2].pk]
    assert sources_to_fetch(NOW, size=1) == [good.pk]
    Source.objects.filter(pk=slow[2].pk).update(leased_until=NOW + SECOND)
    assert sources_to_fetch(NOW, size=5) == [good.pk]
