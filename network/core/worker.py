"""The background worker. Used by the command `run_worker`.

It outlives restarts of its database, frees what a dead worker had begun, and goes on working when
the clock of the machine jumps.
"""

import asyncio
import contextlib
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError, connection
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from .due_times import bring_back_due_times
from .job_failures import SAVE
from .lanes import LaneJobManager, LaneWorker
from .queues import LANES

logger = logging.getLogger(__name__)

# A worker that has sent no heartbeat for 30 s is dead; with this its jobs are free within a minute.
CHECK_SECONDS = 15.0
# How often due times are looked at; measured by the monotonic clock, which never jumps.
DUE_TIMES_SECONDS = 60.0
# For what runs beside the jobs.
THREADS_BESIDE = 2
_DATABASE_AWAY = (OperationalError, InterfaceError, ConnectorException, psycopg.OperationalError)
# So often a job is begun before it counts as failed.
MOST_ATTEMPTS = 10
# For tasks without a retry strategy: a database restart must not lose their jobs.
_RETRY = RetryStrategy(max_attempts=MOST_ATTEMPTS, linear_wait=5, retry_exceptions=_DATABASE_AWAY)


async def work(*, grace: float) -> None:
    """Do jobs until SIGINT or SIGTERM; jobs that are running then have `grace` seconds to end.

    Begins anew when a database that went away is back.
    """
    for task in app.tasks.values():
        task.retry_strategy = task.retry_strategy or _RETRY
    # Python's own has so many threads as a small machine has processors: the slots of a lane must
    # not wait for those of another.
    threads = ThreadPoolExecutor(sum(lane.slots for lane in LANES) + THREADS_BESIDE)
    asyncio.get_running_loop().set_default_executor(threads)
    working = asyncio.create_task(_work_for_ever(grace))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, working.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await working


async def _work_for_ever(grace: float) -> None:
    while True:
        try:
            await _work_until_the_database_goes(grace)
        except _DATABASE_AWAY as error:
            logger.warning("the database is away: %s", " ".join(str(error).split()))
        await asyncio.sleep(1)


async def _work_until_the_database_goes(grace: float) -> None:
    connector = DjangoConnector().get_worker_connector()
    with app.replace_connector(connector) as working:
        async with working.open_async():
            await _work_and_free(working, grace)


async def _work_and_free(working: App, grace: float) -> None:
    beside = [
        asyncio.create_task(_free_stalled_jobs(working.job_manager)),
        asyncio.create_task(_bring_back_due_times()),
    ]
    try:
        await run_lanes(working, shutdown_graceful_timeout=grace)
    finally:
        for task in beside:
            task.cancel()


async def run_lanes(working: App, **options: Any) -> None:
    """Run a worker for each lane until one of them ends, or until all are cancelled.

    The options are those of procrastinate's worker. With `wait=False`, ends when nothing waits.
    """
    usual, working.job_manager = working.job_manager, LaneJobManager(working.connector)
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
    """Make due, every minute, what a wrong clock has put too far away.

    Not a periodic task: those may be what the clock has stopped.
    """
    while True:
        with contextlib.suppress(*_DATABASE_AWAY):
            if changed := await asyncio.to_thread(_bring_back_and_close):
                logger.warning("the clock was wrong; made due again: %s", changed)
        await asyncio.sleep(DUE_TIMES_SECONDS)


def _bring_back_and_close() -> dict[str, int]:
    """Call `bring_back_due_times` in a thread, which leaves no connection behind."""
    try:
        return bring_back_due_times()
    finally:
        connection.close()


async def _free_stalled_jobs(jobs: JobManager) -> None:
    while True:
        with contextlib.suppress(*_DATABASE_AWAY):
            await retry_stalled_jobs(jobs)
        await asyncio.sleep(CHECK_SECONDS)


async def retry_stalled_jobs(jobs: JobManager) -> None:
    """Queue again what a killed worker had begun: every job here is safe to run twice.

    Left alone, it would hold its lock for ever, and no job of that lock would run again. A job at
    its last attempt fails: it may be what kills the worker, and with it all lanes each time.
    """
    for job in await jobs.get_stalled_jobs():
        if job.attempts + 1 >= MOST_ATTEMPTS:
            await jobs.connector.execute_query_async(
                query=SAVE, job_id=job.id, error="JobAborted", place=""
            )
            await jobs.finish_job(job, status=Status.FAILED, delete_job=False)
            continue
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            # Another job with the same queueing lock waits already.
            await jobs.finish_job(job, status=Status.ABORTED, delete_job=True)
