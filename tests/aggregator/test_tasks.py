"""The background jobs: each due source is queued once and fetched once."""

import datetime as dt

import pytest
from django.utils import timezone
from procrastinate import testing
from procrastinate.contrib.django import app

from aggregator import tasks
from aggregator.models import LibraryItem
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source


@pytest.fixture
def queue():
    """The queue in memory, with the real rules of queueing locks."""
    with app.replace_connector(testing.InMemoryConnector()) as replaced:
        yield replaced


def queued(queue) -> list[dict]:
    return [
        job["args"]
        for job in queue.connector.jobs.values()
        if job["task_name"] == "aggregator.refresh_source" and job["status"] == "todo"
    ]


@pytest.mark.django_db
def test_every_minute_each_due_source_is_queued_once(queue):
    due = make_source()
    make_source(next_fetch_at=timezone.now() + dt.timedelta(hours=1))
    make_source(enabled=False)
    tasks.fetch_due_sources(timestamp=0)
    tasks.fetch_due_sources(timestamp=60)
    assert queued(queue) == [{"source_id": due.pk}]


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
    assert {"aggregator.fetch_due_sources", "aggregator.refresh_source"} <= set(app.tasks)
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["aggregator.fetch_due_sources"] == "* * * * *"
