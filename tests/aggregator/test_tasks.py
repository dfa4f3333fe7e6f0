"""The background jobs: due sources are fetched in batches, each source once."""

import asyncio
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.utils import timezone
from procrastinate import testing
from procrastinate.contrib.django import app

from aggregator import rounds, tasks
from aggregator.models import LibraryItem, Source
from tests.factories.portals import Portal, entry, make_feed
from tests.factories.sections import make_source

PATIENCE = 20


@pytest.fixture
def queue():
    """The queue in memory, with the real rules of queueing locks."""
    with app.replace_connector(testing.InMemoryConnector()) as replaced:
        yield replaced


def queued(queue) -> list[dt.datetime | None]:
    """Return when the waiting batches may run."""
    return [
        job["scheduled_at"]
        for job in queue.connector.jobs.values()
        if job["task_name"] == "aggregator.refresh_batch" and job["status"] == "todo"
    ]


@pytest.mark.django_db
def test_every_minute_batches_are_queued_for_the_sources_that_are_due(queue, monkeypatch):
    monkeypatch.setattr(rounds, "BATCH", 2)
    make_source(next_fetch_at=timezone.now() + dt.timedelta(hours=1))
    make_source(enabled=False)
    tasks.fetch_due_sources(timestamp=0)
    assert queued(queue) == []
    for _ in range(3):
        make_source()
    tasks.fetch_due_sources(timestamp=60)
    tasks.fetch_due_sources(timestamp=120)
    assert queued(queue) == [None, None]


@pytest.mark.django_db
def test_what_becomes_due_within_the_minute_is_queued_for_its_own_moment(queue, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    moments = [now + dt.timedelta(seconds=seconds) for seconds in (20, 30, 50, 70)]
    for moment in moments:
        make_source(next_fetch_at=moment)
    make_source(next_fetch_at=moments[0], leased_until=moments[3])
    tasks.fetch_due_sources(timestamp=0)
    assert queued(queue) == [moments[1], moments[2]]


@pytest.mark.django_db
def test_after_a_busy_host_a_batch_is_queued_for_its_next_turn(queue, portal, settings):
    settings.AGGREGATOR_HOST_PAUSE_SECONDS = 2.0
    for number in range(3):
        make_source(url=f"{portal.url}/{number}.rss")
    tasks.refresh_batch()
    [later] = set(Source.objects.filter(fetched_at=None).values_list("next_fetch_at", flat=True))
    assert queued(queue) == [later]


@pytest.mark.django_db
def test_a_batch_without_due_sources_queues_none(queue):
    tasks.refresh_batch()
    assert queued(queue) == []


def test_a_waiting_worker_fetches_a_source_when_its_moment_has_come(portal, committed):
    portal.pages["/tin.rss"] = make_feed(entry(1))
    moment = timezone.now() + dt.timedelta(seconds=2)
    make_source(url=f"{portal.url}/tin.rss", next_fetch_at=moment)
    tasks.fetch_due_sources(timestamp=0)
    # In a thread of its own: a browser of an earlier test keeps an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work_until_asked(portal)).result(PATIENCE)
    assert Source.objects.get().fetched_at >= moment


async def work_until_asked(portal: Portal) -> None:
    connector = app.connector.get_worker_connector()
    with app.replace_connector(connector) as waiting:
        async with waiting.open_async():
            working = asyncio.create_task(
                waiting.run_worker_async(install_signal_handlers=False, shutdown_graceful_timeout=5)
            )
            while not portal.asked:
                await asyncio.sleep(0.05)
            # It ends what it has begun.
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working


def test_a_real_worker_fetches_what_is_queued_and_then_nothing_is_due(portal, committed):
    make_source(url=f"{portal.url}/tin.rss")
    portal.pages["/tin.rss"] = make_feed(entry(1))
    for minute in range(2):
        tasks.fetch_due_sources(timestamp=60 * minute)
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False)
    assert LibraryItem.objects.count() == 1
    assert len(portal.asked) == 1


@pytest.mark.django_db
def test_a_job_that_runs_twice_asks_the_portal_once(portal):
    source = make_source(url=f"{portal.url}/tin.rss")
    portal.pages["/tin.rss"] = make_feed(entry(1))
    for _ in range(2):
        tasks.refresh_source(source_id=source.pk)
    assert len(portal.asked) == 1


@pytest.mark.django_db
def test_a_job_of_a_deleted_source_ends_well():
    tasks.refresh_source(source_id=999_999)


@pytest.mark.django_db
def test_a_second_request_spoils_no_transaction_around_it():
    source = make_source()
    assert tasks.enqueue(source.pk)
    assert not tasks.enqueue(source.pk)
    source.refresh_from_db()


def test_the_worker_finds_the_tasks_of_the_pipeline():
    assert {"aggregator.fetch_due_sources", "aggregator.refresh_batch"} <= set(app.tasks)
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["aggregator.fetch_due_sources"] == "* * * * *"
