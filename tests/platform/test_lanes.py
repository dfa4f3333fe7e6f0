"""What readers see goes before mails, mails before conversions, however many wait."""

import asyncio
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from network.core import lanes, queues
from network.core.queues import FETCHING, HEAVY, LANES, MAIL, ORDINARY, SCANS, URGENT
from network.core.worker import run_lanes, worker_connector
from tests.factories.owning import EMPTY_LEFTOVERS, owning

PATIENCE = 10
BUILTIN = "procrastinate.builtin_tasks"
MANY = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, args)
SELECT %s, 'tests.none', %s, %s, '{}' FROM generate_series(1, %s)
"""


def test_every_task_declares_its_lane_and_its_name():
    lanes_of = {lane.queue: lane for lane in LANES}
    declared = {name for name, task in app.tasks.items() if task.queue in lanes_of}
    ours = {name for name in app.tasks if BUILTIN not in name and not name.startswith("tests.")}
    assert declared >= ours == queues.TASK_LABELS.keys()


def test_a_task_without_a_declared_lane_is_noticed():
    @app.task(name="somebody.forgets")
    def forgets() -> None: ...

    try:
        with pytest.raises(AssertionError):
            test_every_task_declares_its_lane_and_its_name()
    finally:
        del app.tasks["somebody.forgets"]


def test_the_order_of_the_lanes():
    assert (URGENT, ORDINARY, FETCHING, MAIL, HEAVY, SCANS) == LANES
    priorities = [lane.priority for lane in LANES]
    assert priorities == sorted(set(priorities), reverse=True)
    assert {"moderation.follow_the_clock", "hub.keep_search", "legal_updates.turn_the_day"} <= {
        name for name, task in app.tasks.items() if task.queue == URGENT.queue
    }
    assert app.tasks["mailing.send"].priority > app.tasks["media.render"].priority


def test_the_search_is_queued_by_the_database_in_the_urgent_lane(db):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO hub_searchchange (kind, key) VALUES ('article', 1)")
    job = ProcrastinateJob.objects.get(task_name="hub.keep_search")
    assert (job.queue_name, job.priority) == (URGENT.queue, URGENT.priority)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Jobs that the worker's own connections see; they go again afterwards."""
    known = set(app.tasks)
    with django_db_blocker.unblock():
        yield
        with owning(), connection.cursor() as cursor:
            cursor.execute(EMPTY_LEFTOVERS)
        connection.close()
    for name in set(app.tasks) - known:
        del app.tasks[name]


def work(run: Callable[[Any], Any]) -> None:
    """Run a worker in a thread of its own: an earlier browser test keeps a loop in this one."""
    connector = worker_connector()

    async def open_and_run(working: Any) -> None:
        async with working.open_async():
            await run(working)

    with app.replace_connector(connector) as working, ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, open_and_run(working)).result(2 * PATIENCE)


def queue_blockers(lane: queues.Lane, release: threading.Event) -> None:
    """Fill all slots of a lane, and more, with jobs that wait for the event."""
    blocker = app.task(lambda: release.wait(PATIENCE), name=f"tests.blocker.{lane.queue}")
    job = blocker.configure(queue=lane.queue, priority=lane.priority)
    job.batch_defer(*[{} for _ in range(lane.slots + 1)])


def test_full_lanes_keep_no_urgent_job_waiting(committed):
    done, release = threading.Event(), threading.Event()

    def publish() -> None:
        done.set()
        release.set()

    for lane in (ORDINARY, FETCHING, MAIL, HEAVY, SCANS):
        queue_blockers(lane, release)
    app.task(publish, name="tests.urgent").configure(queue=URGENT.queue).defer()
    work(lambda working: run_lanes(working, wait=False))
    assert done.is_set()
    assert not ProcrastinateJob.objects.filter(task_name__startswith="tests.").exists()


def test_without_lanes_long_jobs_keep_an_urgent_one_waiting(committed):
    release, seen = threading.Event(), list[bool]()
    blocker = app.task(lambda: seen.append(release.wait(0.5)), name="tests.blocker")
    blocker.configure(queue=HEAVY.queue).batch_defer({}, {})
    app.task(release.set, name="tests.urgent").configure(queue=HEAVY.queue).defer()
    work(
        lambda working: working.run_worker_async(
            queues=[HEAVY.queue], concurrency=2, wait=False, install_signal_handlers=False
        )
    )
    assert False in seen


def plan(queue: str) -> dict[str, Any]:
    """Return what PostgreSQL did to find the next job of a queue."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {lanes._FETCH}",
            {"queue": queue, "worker_id": None},
        )
        return cursor.fetchone()[0][0]["Plan"]


def fill(queue: str) -> None:
    """Queue thousands of jobs, and three that share a lock in another queue."""
    with connection.cursor() as cursor:
        cursor.execute(MANY, [queue, 0, None, 5000])
        cursor.execute(MANY, [f"{queue} beside", 1, queue, 3])


def blocks(found: dict[str, Any]) -> int:
    return found["Shared Hit Blocks"] + found["Shared Read Blocks"]


def test_the_next_job_is_found_without_reading_those_that_wait(db):
    # A name of its own: rows of earlier tests, rolled back, are still in the index.
    queue = uuid.uuid4().hex
    fill(queue)
    for each in (queue, f"{queue} beside"):
        found = plan(each)
        assert found["Actual Rows"] == 1
        assert blocks(found) < 60


def test_the_worker_fetches_jobs_on_connections_that_avoid_sorting(committed):
    shown: list[dict[str, Any]] = []

    async def show(working: Any) -> None:
        shown.append(await working.connector.execute_query_one_async("SHOW enable_sort"))

    work(show)
    assert shown == [{"enable_sort": "off"}]


def test_the_indexes_are_what_spares_reading_all_jobs(db):
    queue = uuid.uuid4().hex
    fill(queue)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")
    assert blocks(plan(queue)) > 60


def test_jobs_of_one_lock_run_one_after_the_other_by_their_priority(committed):
    order: list[int] = []
    job = app.task(lambda number: order.append(number), name="tests.locked")
    for number, priority in ((1, 0), (2, 5), (3, 0)):
        job.configure(queue=URGENT.queue, lock="one", priority=priority).defer(number=number)
    # Each time the worker ends while the others wait for the lock.
    while len(order) < 3:
        work(lambda working: run_lanes(working, wait=False))
    assert order == [2, 1, 3]


def test_a_failed_job_is_not_queued_again_beside_another_with_its_queueing_lock(committed):
    runs: list[int] = []

    def fail_once() -> None:
        runs.append(1)
        if len(runs) == 1:
            job.defer()
            raise OperationalError

    task = app.task(fail_once, name="tests.fails", retry=RetryStrategy(max_attempts=2))
    job = task.configure(queue=URGENT.queue, lock="tests", queueing_lock="tests")
    job.defer()
    # The first worker ends while the second job waits for the lock.
    for _ in range(2):
        work(lambda working: run_lanes(working, wait=False))
    assert len(runs) == 2
    assert not ProcrastinateJob.objects.filter(task_name="tests.fails").exists()


def test_a_job_with_the_lock_of_a_running_one_waits(db):
    with connection.cursor() as cursor:
        cursor.execute(MANY, [URGENT.queue, 0, "one", 2])
    first, second = plan(URGENT.queue), plan(URGENT.queue)
    assert (first["Actual Rows"], second["Actual Rows"]) == (1, 0)
