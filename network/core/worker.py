"""The background worker. Used by the command `run_worker`.

It survives restarts of the database, frees the jobs of dead workers, and continues when the
machine's clock jumps.
"""

import asyncio
import contextlib
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError, connection
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from .due_times import bring_back_due_times
from .job_failures import SAVE
from .lanes import PLANNER_OPTIONS, LaneJobManager, LaneWorker
from .presence import Presence, presence
from .queues import LANES
from .stored_files import StoreAway

logger = logging.getLogger(__name__)

# How long the jobs of a killed worker, and other jobs that wait for their locks, stand still at
# most.
CHECK_SECONDS = 2.0
# Interval for correcting due times, measured by the monotonic clock, which never jumps.
DUE_TIMES_SECONDS = 60.0
# Threads for work beside the jobs.
THREADS_BESIDE = 2
_DATABASE_AWAY = (OperationalError, InterfaceError, ConnectorException, psycopg.OperationalError)
# Maximum number of attempts of a job.
MOST_ATTEMPTS = 10
# For tasks without a retry strategy, so that a restart of the database or of the object store does
# not lose their jobs.
_RETRY = RetryStrategy(
    max_attempts=MOST_ATTEMPTS, linear_wait=5, retry_exceptions=(*_DATABASE_AWAY, StoreAway)
)


async def work(*, grace: float) -> None:
    """Run jobs until SIGINT or SIGTERM; running jobs then have `grace` seconds to finish.

    Starts again when the database is back after an outage.
    """
    for task in app.tasks.values():
        task.retry_strategy = task.retry_strategy or _RETRY
    use_own_threads()
    working = asyncio.create_task(_work_for_ever(grace))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, working.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await working


def use_own_threads() -> None:
    """Give the running event loop a thread for each slot of each lane.

    Python's default executor has too few threads on a small machine, so the jobs of one lane would
    wait for those of another.
    """
    threads = ThreadPoolExecutor(sum(lane.slots for lane in LANES) + THREADS_BESIDE)
    asyncio.get_running_loop().set_default_executor(threads)


async def _work_for_ever(grace: float) -> None:
    while True:
        try:
            await _work_until_the_database_goes(grace)
        except _DATABASE_AWAY as error:
            logger.warning("the database is away: %s", " ".join(str(error).split()))
        await asyncio.sleep(1)


async def _work_until_the_database_goes(grace: float) -> None:
    with app.replace_connector(worker_connector()) as working:
        async with working.open_async():
            await _work_and_free(working, grace)


def worker_connector() -> PsycopgConnector:
    """Return an unopened connector to Django's database, for fetching jobs and saving their state.

    The jobs themselves use Django's own connections.
    """
    parameters = connector_params()
    options = f"{parameters.get('options', '')} {PLANNER_OPTIONS}"
    return PsycopgConnector(kwargs=parameters | {"options": options})


async def _work_and_free(working: App, grace: float) -> None:
    async with presence() as present:
        beside = [
            asyncio.create_task(_free_stalled_jobs(LaneJobManager(working.connector))),
            asyncio.create_task(_bring_back_due_times()),
        ]
        try:
            await run_lanes(working, present, shutdown_graceful_timeout=grace)
        finally:
            for task in beside:
                task.cancel()


async def run_lanes(working: App, present: Presence | None = None, **options: Any) -> None:
    """Run a worker for each lane until one of them ends or all are cancelled.

    Without `present`, processes that free stalled jobs count these workers as killed. Other options
    are those of procrastinate's worker. With `wait=False`, ends when no job is waiting.
    """
    jobs = LaneJobManager(working.connector, present)
    usual, working.job_manager = working.job_manager, jobs
    options["install_signal_handlers"] = False
    workers: list[Any] = [LaneWorker(working, lane, **options) for lane in LANES]
    running = [asyncio.create_task(worker.run()) for worker in workers]
    until = asyncio.FIRST_COMPLETED if options.get("wait", True) else asyncio.ALL_COMPLETED
    try:
        done, _running = await asyncio.wait(running, return_when=until)
    finally:
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        working.job_manager = usual
    for each in done:
        each.result()


async def _bring_back_due_times() -> None:
    """Correct every minute the due times that a wrong clock has set too far ahead.

    Not a periodic task, because a wrong clock may have stopped those.
    """
    while True:
        with contextlib.suppress(*_DATABASE_AWAY):
            if changed := await asyncio.to_thread(_bring_back_and_close):
                logger.warning("the clock was wrong; made due again: %s", changed)
        await asyncio.sleep(DUE_TIMES_SECONDS)


def _bring_back_and_close() -> dict[str, int]:
    """Call `bring_back_due_times` and close the thread's database connection."""
    try:
        return bring_back_due_times()
    finally:
        connection.close()


async def _free_stalled_jobs(jobs: LaneJobManager) -> None:
    while True:
        with contextlib.suppress(*_DATABASE_AWAY):
            await retry_stalled_jobs(jobs)
        await asyncio.sleep(CHECK_SECONDS)


async def retry_stalled_jobs(jobs: LaneJobManager) -> None:
    """Queue the jobs of killed workers again; every job is safe to run twice.

    A stalled job would hold its lock forever and block other jobs with this lock. A job at its last
    attempt fails instead: it may be what kills the worker, with all lanes each time.
    """
    for job in await jobs.get_stalled_jobs():
        if job.attempts + 1 >= MOST_ATTEMPTS:
            await jobs.connector.execute_query_async(
                query=SAVE, job_id=job.id, error="JobAborted", place=""
            )
            await jobs.finish_job(job, status=Status.FAILED, delete_job=False)
            continue
        await jobs.free_job(job)
