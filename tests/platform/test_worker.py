"""The background worker does several jobs at once, each on a database connection of its own."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from network.accounts.models import User
from network.core.lanes import LaneJobManager
from network.core.worker import retry_stalled_jobs
from network.launch import worker_command
from tests.factories.owning import EMPTY_LEFTOVERS, owning

PATIENCE = 20
QUEUE = "tests"


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Jobs that the worker's own connections see; they go again afterwards."""
    known = set(app.tasks)
    with django_db_blocker.unblock():
        yield
        with owning(), connection.cursor() as cursor:
            # A worker queues the periodic jobs too, should the minute turn meanwhile.
            cursor.execute(EMPTY_LEFTOVERS)
        connection.close()
    for name in set(app.tasks) - known:
        del app.tasks[name]


def work(*, freeing: bool = False) -> None:
    """Do what is queued with the settings of the installation, as its worker does.

    In a thread of its own: a browser of an earlier test keeps an event loop in this one.
    """
    connector = app.connector.get_worker_connector()
    with app.replace_connector(connector) as working, ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run(working, freeing)).result(2 * PATIENCE)


async def run(working: Any, freeing: bool) -> None:
    async with working.open_async():
        if freeing:
            await retry_stalled_jobs(LaneJobManager(working.connector))
        await working.run_worker_async(
            queues=[QUEUE],
            concurrency=2,
            wait=False,
            install_signal_handlers=False,
            listen_notify=False,
        )


def test_a_slow_job_keeps_no_other_waiting(committed):
    second_done = threading.Event()
    seen: list[bool] = []
    first = app.task(lambda: seen.append(second_done.wait(PATIENCE)), name="tests.first")
    second = app.task(second_done.set, name="tests.second")
    first.configure(queue=QUEUE).defer()
    second.configure(queue=QUEUE).defer()
    work()
    assert seen == [True]
    assert not ProcrastinateJob.objects.filter(queue_name=QUEUE).exists()


def test_each_job_has_a_connection_of_its_own_that_ends_with_it(committed):
    both = threading.Barrier(2, timeout=PATIENCE)
    used: list[Any] = []

    def count() -> None:
        used.append(connections["default"])
        User.objects.count()
        both.wait()

    job = app.task(count, name="tests.count")
    for _ in range(2):
        job.configure(queue=QUEUE).defer()
    work()
    assert used[0] is not used[1]
    assert [each.connection for each in used] == [None, None]


@pytest.fixture
def orphan(committed) -> ProcrastinateJob:
    """A job that a worker had begun when it was killed; it holds a lock."""
    done: list[int] = []
    job = app.task(lambda: done.append(1), name="tests.orphan")
    key = job.configure(queue=QUEUE, lock="one", queueing_lock="one").defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [key])
    return ProcrastinateJob.objects.get(pk=key)


def test_what_a_killed_worker_had_begun_is_done(orphan):
    work()
    assert ProcrastinateJob.objects.filter(pk=orphan.pk).exists()
    work(freeing=True)
    assert not ProcrastinateJob.objects.filter(pk=orphan.pk).exists()


def test_what_kills_the_worker_each_time_fails_at_last_with_its_reason(orphan):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 9 WHERE id = %s", [orphan.pk])
    work(freeing=True)
    orphan.refresh_from_db()
    assert (orphan.status, orphan.failure.error) == ("failed", "JobAborted")


def test_what_waits_again_already_is_not_queued_twice(orphan):
    app.configure_task("tests.orphan", queue=QUEUE, lock="one", queueing_lock="one").defer()
    work(freeing=True)
    assert not ProcrastinateJob.objects.filter(task_name="tests.orphan").exists()


def test_the_launcher_leaves_the_number_to_the_lanes(settings):
    assert "concurrency" not in settings.PROCRASTINATE_WORKER_DEFAULTS
    assert not {"-c", "--concurrency"} & set(worker_command())
