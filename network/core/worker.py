"""The background worker, which outlives its database, and frees what a dead worker had begun."""

import asyncio
import contextlib
import logging
import signal

import psycopg
from django.db import InterfaceError, OperationalError
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

logger = logging.getLogger(__name__)

# A worker that has sent no heartbeat for 30 s is dead; with this its jobs are free within a minute.
CHECK_SECONDS = 15.0
_DATABASE_AWAY = (OperationalError, InterfaceError, ConnectorException, psycopg.OperationalError)
# For tasks without a retry strategy: a database restart must not lose their jobs.
_RETRY = RetryStrategy(max_attempts=10, linear_wait=5, retry_exceptions=_DATABASE_AWAY)


async def work(*, grace: float) -> None:
    """Do jobs until SIGINT or SIGTERM; what is running then has `grace` seconds to end.

    Where the database goes away, begin anew once it is back: the process need not end for it.
    """
    for task in app.tasks.values():
        task.retry_strategy = task.retry_strategy or _RETRY
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
    freeing = asyncio.create_task(_free_stalled_jobs(working.job_manager))
    try:
        await working.run_worker_async(
            install_signal_handlers=False, shutdown_graceful_timeout=grace
        )
    finally:
        freeing.cancel()


async def _free_stalled_jobs(jobs: JobManager) -> None:
    while True:
        with contextlib.suppress(*_DATABASE_AWAY):
            await retry_stalled_jobs(jobs)
        await asyncio.sleep(CHECK_SECONDS)


async def retry_stalled_jobs(jobs: JobManager) -> None:
    """Queue again what a killed worker had begun: every job here is safe to run twice.

    Left alone, it would hold its lock for ever, and no job of that lock would run again.
    """
    for job in await jobs.get_stalled_jobs():
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            # Another job with the same queueing lock waits already.
            await jobs.finish_job(job, status=Status.ABORTED, delete_job=True)
