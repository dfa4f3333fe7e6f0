"""Correct due times that a wrong clock has set too far in the future.

If the clock of a machine is 40 days ahead for a moment, it leaves rows that say "not before
January": sources, jobs, leases, heartbeats. The worker calls `bring_back_due_times` once a minute.
Only PostgreSQL's clock is used for the comparison.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from psycopg import sql

from .leases import LEASE, Leased
from .registry import Registry

# Normal difference between the clocks of two machines.
TOLERANCE = dt.timedelta(minutes=1)
# Maximum retry wait of a task, and maximum time a job is scheduled ahead.
LONGEST_JOB_WAIT = dt.timedelta(hours=1)
HEARTBEAT = dt.timedelta(0)
# Skips locked rows: the transaction that holds the lock is writing a new due time.
_BRING_BACK = """
UPDATE {table} SET {column} = now() WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM {table} WHERE {column} > now() + {longest} {further} FOR UPDATE SKIP LOCKED))
"""
_WRITTEN = "OR ({written} > now() + {tolerance} AND {column} > now())"
# Delete future runs from the queue's record of periodic tasks, otherwise these runs would be
# skipped later.
_PERIODIC = """
DELETE FROM procrastinate_periodic_defers
 WHERE defer_timestamp > extract(epoch FROM now() + {tolerance})
"""


@dataclass(frozen=True, slots=True)
class DueTime:
    """A column with the time before which a row is not processed.

    No row waits longer than `longest`. `written` is the column with the time at which the due time
    was set: if that is in the future, the clock was wrong, however short the wait is.
    """

    table: str
    column: str
    longest: dt.timedelta
    written: str = ""


DUE_TIMES: Registry[DueTime] = Registry("due times")


def due_times() -> Iterator[DueTime]:
    """Yield all due times: of the queue, of attempt counters, of leases, and of DUE_TIMES."""
    yield DueTime("procrastinate_jobs", "scheduled_at", LONGEST_JOB_WAIT)
    yield DueTime("procrastinate_workers", "last_heartbeat", HEARTBEAT)
    # Attempts count from this time. A future time would make them count for weeks.
    yield DueTime("core_attemptcount", "since", dt.timedelta(0))
    yield DueTime("core_attemptlevel", "at", dt.timedelta(0))
    for model in apps.get_models():
        if issubclass(model, Leased):
            yield DueTime(model._meta.db_table, "leased_until", LEASE)
    yield from DUE_TIMES.values()


def bring_back_due_times() -> dict[str, int]:
    """Make rows due now whose due time is too far away. Returns the number of rows per column."""
    changed = {}
    with connection.cursor() as cursor:
        for due in due_times():
            cursor.execute(_statement(due))
            changed[f"{due.table}.{due.column}"] = cursor.rowcount
        cursor.execute(sql.SQL(_PERIODIC).format(tolerance=sql.Literal(TOLERANCE)))
        changed["procrastinate_periodic_defers.defer_timestamp"] = cursor.rowcount
    return {name: count for name, count in changed.items() if count}


def _statement(due: DueTime) -> sql.Composed:
    column, tolerance = sql.Identifier(due.column), sql.Literal(TOLERANCE)
    further: sql.Composable = sql.SQL("")
    if due.written:
        written = sql.Identifier(due.written)
        further = sql.SQL(_WRITTEN).format(written=written, tolerance=tolerance, column=column)
    return sql.SQL(_BRING_BACK).format(
        table=sql.Identifier(due.table),
        column=column,
        longest=sql.Literal(due.longest + TOLERANCE),
        further=further,
    )
