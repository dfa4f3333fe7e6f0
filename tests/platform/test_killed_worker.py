"""Another worker goes on within seconds where one was killed, in real processes."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from network.core.lanes import LaneJobManager
from network.core.presence import KEY
from network.core.queues import HEAVY
from network.core.worker import worker_connector
from tests.aggregator.test_concurrency import ROOT, this_database
from tests.factories.owning import EMPTY_LEFTOVERS, owning

PATIENCE = 30
# Says which job it has begun, and ends the job when it is sent a line.
WORKER = """
import asyncio, django, sys
django.setup()
from procrastinate.contrib.django import app
from network.core import worker

@app.task(name="tests.slow")
def slow(number):
    print(number, flush=True)
    sys.stdin.readline()

app.periodic_registry.periodic_tasks.clear()
asyncio.run(worker.work(grace=1))
"""
LOCKS = (
    "FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
# The heartbeat of a killed worker would tell after half a minute.
BEATING = "UPDATE procrastinate_workers SET last_heartbeat = now() + interval '1 hour'"
END_CONNECTIONS = f"SELECT pg_terminate_backend(pid) FROM (SELECT DISTINCT pid {LOCKS}) AS holding"  # noqa: S608
REGISTER = "SELECT procrastinate_register_worker_v1()"
TAKE = """
UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s
 WHERE id = (SELECT min(id) FROM procrastinate_jobs)
"""


@pytest.fixture
def held(django_db_setup: None, django_db_blocker) -> Iterator[ExitStack]:
    """Two conversions of one lock that other processes see; processes end with the test."""
    with django_db_blocker.unblock():
        job = app.configure_task(
            "tests.slow", queue=HEAVY.queue, lock="tests.conversions", allow_unknown=True
        )
        for number in (1, 2):
            job.defer(number=number)
        with ExitStack() as held:
            yield held
        with owning(), connection.cursor() as cursor:
            cursor.execute(EMPTY_LEFTOVERS)
            cursor.execute("DELETE FROM procrastinate_workers")
        connection.close()


def run_worker(held: ExitStack) -> subprocess.Popen[str]:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": this_database()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    held.callback(worker.wait)
    held.callback(worker.kill)
    return worker


def begun(worker: subprocess.Popen[str]) -> int:
    """Return the number of the job that the worker has begun."""
    return int(worker.stdout.readline())


def ask(query: str, *values: object) -> list[tuple]:
    with owning(), connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def look[Seen](read: Callable[[LaneJobManager], Awaitable[Seen]]) -> Seen:
    """Look at the queue as a worker does, in a thread without the event loop of a browser."""

    async def open_and_look() -> Seen:
        with app.replace_connector(worker_connector()) as looking:
            async with looking.open_async():
                return await read(LaneJobManager(looking.connector))

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, open_and_look()).result(PATIENCE)


def stalled() -> list[Job]:
    return list(look(lambda jobs: jobs.get_stalled_jobs()))


def test_conversions_go_on_where_a_worker_is_killed(held: ExitStack):
    first = run_worker(held)
    assert begun(first) == 1
    second = run_worker(held)
    first.kill()
    first.wait()
    ask(BEATING)
    assert begun(second) == 1
    second.stdin.write("\n")
    second.stdin.flush()
    assert begun(second) == 2
    assert list(ProcrastinateJob.objects.values_list("attempts", flat=True)) == [0]


def test_without_its_locks_a_living_worker_would_lose_its_jobs(held: ExitStack):
    worker = run_worker(held)
    assert begun(worker) == 1
    assert stalled() == []
    ask(END_CONNECTIONS, KEY)
    assert [job.task_kwargs["number"] for job in stalled()] == [1]


def test_a_job_that_another_worker_has_begun_meanwhile_is_left_alone(held: ExitStack):
    ask(TAKE, ask(REGISTER)[0][0])
    (job,) = stalled()
    ask(TAKE, ask(REGISTER)[0][0])
    look(lambda jobs: jobs.free_job(job))
    assert ProcrastinateJob.objects.get(pk=job.id).status == "doing"
    (again,) = stalled()
    look(lambda jobs: jobs.free_job(again))
    assert ProcrastinateJob.objects.get(pk=job.id).status == "todo"


def test_a_worker_takes_its_locks_again_when_it_has_lost_them(held: ExitStack):
    worker = run_worker(held)
    assert begun(worker) == 1
    before = ask(f"SELECT objid {LOCKS} ORDER BY objid", KEY)
    ask(END_CONNECTIONS, KEY)
    patient_until = time.monotonic() + PATIENCE
    while ask(f"SELECT pg_sleep(0.05), objid {LOCKS} ORDER BY objid", KEY) != [
        ("", *row) for row in before
    ]:
        assert time.monotonic() < patient_until
