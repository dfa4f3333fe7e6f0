"""People at the same row in the same moment, each on a database connection of their own."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model

from .moderation import Office, make_office
from .owning import owning
from .servers import copied_database

PATIENCE = 60


@contextmanager
def committed_office() -> Iterator[Office]:
    """Make an office whose rows other connections see, in a copy of the database.

    The copy takes a fourth of the time of deleting all that a test has committed, and nothing is
    left behind. A transactional test would flush what the migrations put in: the hub, the workflow.
    """
    with copied_database():
        yield make_office()


@contextmanager
def held(table: str, column: str, value: int) -> Iterator[None]:
    """Hold a row, so that whoever needs it waits until this block ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        query = f"SELECT FROM {table} WHERE {column} = %s FOR UPDATE"
        cursor.execute(query, [value])
        yield


def wait_until_held(*running: Future) -> None:
    """Return when all of `running` wait for a lock; whatever has failed by itself is raised."""
    wait_for(len(running), "wait_event_type = 'Lock'", running)


def wait_for(count: int, condition: str, running: Sequence[Future] = ()) -> None:
    """Return when so many other connections to this database are as `condition` says."""
    deadline = time.monotonic() + PATIENCE
    found = None
    while time.monotonic() < deadline:
        # What a connection waits for, its own role sees and the owner of the server.
        with owning(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot(), pg_sleep(0.02)")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "  # noqa: S608
                f"WHERE datname = current_database() AND pid <> pg_backend_pid() AND {condition}"
            )
            found = cursor.fetchone()[0]
        if found == count:
            return
        for each in running:
            if each.done():
                each.result()
    pytest.fail(f"{found} connections, not {count}: {condition}")


def one_behind_the_other(row: Model, *deeds: Callable[[], Any]) -> list[Future[Any]]:
    """Let the deeds wait for the row in this order, then go on to their end."""

    def run(deed: Callable[[], Any]) -> Any:
        try:
            return deed()
        finally:
            connection.close()

    running: list[Future[Any]] = []
    with ThreadPoolExecutor(len(deeds)) as pool, held(row._meta.db_table, "id", row.pk):
        for deed in deeds:
            running.append(pool.submit(run, deed))
            wait_until_held(*running)
    return running
