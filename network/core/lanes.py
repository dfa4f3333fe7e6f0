"""Worker of one lane. Used by `network.core.worker`, which runs one per lane."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

from procrastinate import App
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.worker import Worker

from .heartbeats import SILENCE_SECONDS
from .job_failures import SAVE, place_of
from .periodic import SteadyDeferrer
from .presence import KEY, Presence
from .queues import URGENT, Lane

# Procrastinate's own query reads all jobs of all queues; this one reads the first entry of the
# index network_jobs_next. The CASE prevents PostgreSQL from joining the table with itself for the
# locks.
_FETCH = """
UPDATE procrastinate_jobs SET status = 'doing', worker_id = %(worker_id)s
 WHERE id = (
    SELECT id FROM procrastinate_jobs AS job
     WHERE status = 'todo' AND queue_name = %(queue)s
       AND (scheduled_at IS NULL OR scheduled_at <= now())
       AND CASE WHEN lock IS NULL THEN true ELSE
           NOT EXISTS (SELECT FROM procrastinate_jobs AS running
                        WHERE running.lock = job.lock AND running.status = 'doing')
           AND id = (SELECT first.id FROM procrastinate_jobs AS first
                      WHERE first.lock = job.lock AND first.status = 'todo'
                      ORDER BY first.priority DESC, first.id LIMIT 1) END
     ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name,
    attempts, worker_id
"""
# The jobs of workers that hold no lock, so whose process has ended, or that have sent no heartbeat
# for so long that their machine or their process hangs.
_STALLED = """
SELECT job.id, job.status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name,
    attempts, worker_id
  FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = worker_id
 WHERE job.status = 'doing' AND (
    worker.id IS NULL
    OR last_heartbeat < now() - make_interval(secs => %(silence)s)
    OR NOT EXISTS (
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %(key)s
           AND objid = worker_id
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())))
"""
# Nothing if another worker has freed the job meanwhile; it may be running again.
_FREE = """
WITH stalled AS (
    SELECT id FROM procrastinate_jobs
     WHERE id = %(job_id)s AND status = 'doing' AND worker_id IS NOT DISTINCT FROM %(worker_id)s
       FOR UPDATE)
SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM stalled
"""
# When the indexes of the table are bloated, PostgreSQL estimates that sorting all waiting jobs is
# cheaper than reading network_jobs_next in its order.
PLANNER_OPTIONS = "-c enable_sort=off"


class LaneJobManager(JobManager):
    """Fetches the next job of one queue, at a cost independent of jobs in other queues.

    With `present`, other workers notice within seconds when the process of this one ends.
    """

    def __init__(self, connector: BaseConnector, present: Presence | None = None) -> None:
        super().__init__(connector)
        self._present = present

    async def register_worker(self) -> int:
        """Store a worker and return its id, whose lock is held from now on."""
        worker_id = await super().register_worker()
        if self._present:
            await self._present.hold(worker_id)
        return worker_id

    async def get_stalled_jobs(self, *_args: Any, **_options: Any) -> Iterable[Job]:
        """Return the running jobs of workers whose process has ended or hangs."""
        rows = await self.connector.execute_query_all_async(
            query=_STALLED, key=KEY, silence=SILENCE_SECONDS
        )
        return [Job.from_row(row) for row in rows]

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Mark the next job of the only queue as running and return it, or None if none is
        waiting."""
        [queue] = queues or ()
        rows = await self.connector.execute_query_all_async(
            query=_FETCH, queue=queue, worker_id=worker_id
        )
        return Job.from_row(rows[0]) if rows else None

    async def free_job(self, job: Job) -> None:
        """Queue a stalled job again, unless another worker has done it."""
        async with self._deleting_if_queued(job):
            await self.connector.execute_query_all_async(
                query=_FREE, job_id=job.id, worker_id=job.worker_id
            )

    async def retry_job(self, job: Job, *args: Any, **options: Any) -> None:
        """Queue the job again, or delete it if another job with its queueing lock is waiting.

        Otherwise the job would stay "running" until the worker ends.
        """
        async with self._deleting_if_queued(job):
            await super().retry_job(job, *args, **options)

    @contextlib.asynccontextmanager
    async def _deleting_if_queued(self, job: Job) -> AsyncIterator[None]:
        """Delete the running job if another job with its queueing lock is waiting."""
        try:
            yield
        except UniqueViolation:
            await self.finish_job(job, status=Status.ABORTED, delete_job=True)


async def save_failure(
    run: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker
) -> Any:
    """Run a job and store the error if it fails, since procrastinate stores only the status."""
    try:
        return await run()
    except Exception as error:
        # If the database is away, the job is retried.
        with contextlib.suppress(ConnectorException):
            await worker.app.connector.execute_query_async(
                query=SAVE, job_id=context.job.id, error=type(error).__name__, place=place_of(error)
            )
        raise


class LaneWorker(Worker):
    """A worker for the jobs of one lane.

    Only the worker of the urgent lane is notified of each new job, and queues the periodic tasks of
    all lanes. The others poll every second.
    """

    def __init__(self, app: App, lane: Lane, **options: Any) -> None:
        options = {**app.worker_defaults, **options}
        super().__init__(
            app,
            queues=[lane.queue],
            name=lane.queue,
            concurrency=lane.slots,
            listen_notify=lane is URGENT,
            worker_middleware=[save_failure],
            **options,
        )
        self.lane = lane

    async def _periodic_deferrer(self) -> None:
        if self.lane is URGENT:
            await SteadyDeferrer(registry=self.app.periodic_registry).worker()
        # Procrastinate stops watching these side tasks when the first of them ends, so never
        # return.
        await asyncio.Event().wait()
