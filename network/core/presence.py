"""Advisory locks that tell workers within seconds that another worker's process has ended.

A worker process holds one lock for each of its lanes on a database connection of its own.
PostgreSQL releases them as soon as the process ends, however it ends; without them only a heartbeat
older than 30 s shows it. Used by `network.core.lanes` and `network.core.worker`.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import psycopg
from procrastinate.contrib.django.utils import connector_params

# The first key of the locks; the second one is the id of the lane's worker.
KEY = 0x0A1E
# How often the connection is used, so that a lost one is replaced and no firewall forgets it.
CHECK_SECONDS = 2.0
# Shared, because a new connection takes the locks while the server may still hold them for the lost
# one.
_LOCK = "SELECT pg_advisory_lock_shared(%s, %s::int)"


class Presence:
    """The locks of this process's workers, and the connection that holds them."""

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self._workers: list[int] = []
        self._connection = connection

    async def hold(self, worker_id: int) -> None:
        """Hold the lock of a worker until the process ends. Call this before it takes jobs."""
        self._workers.append(worker_id)
        await self._connection.execute(_LOCK, [KEY, worker_id])

    async def keep(self) -> None:
        """Take the locks again on a new connection whenever the connection is lost."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            # While the database is away, the lanes notice it by themselves and start again.
            with contextlib.suppress(psycopg.Error):
                await self._check()

    async def _check(self) -> None:
        try:
            await self._connection.execute("SELECT 1")
        except psycopg.OperationalError:
            await self.close()
            self._connection = await _connect()
            for worker_id in self._workers:
                await self._connection.execute(_LOCK, [KEY, worker_id])

    async def close(self) -> None:
        """Release the locks."""
        await self._connection.close()


@contextlib.asynccontextmanager
async def presence() -> AsyncIterator[Presence]:
    """Yield a Presence whose locks are released at the end. Raises OperationalError."""
    present = Presence(await _connect())
    keeping = asyncio.create_task(present.keep())
    try:
        yield present
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await present.close()


async def _connect() -> psycopg.AsyncConnection[Any]:
    return await psycopg.AsyncConnection.connect(**connector_params(), autocommit=True)
