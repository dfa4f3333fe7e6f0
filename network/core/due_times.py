"""Bring back due times that a wrong clock has put too far away.

A machine whose clock ran 40 days ahead for a moment leaves rows that say "not before January":
sources, jobs, leases, heartbeats. The worker calls `bring_back_due_times` once a minute. The clock
that judges is PostgreSQL's, whatever the clock of the machine says that wrote the row.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from psycopg import sql

from .leases import LEASE, Leased
from .registry import Registry

# Two machines may differ by so much without being wrong.
TOLERANCE = dt.timedelta(minutes=1)
# No task waits longer for its next try, and no job is queued longer ahead.
LONGEST_JOB_WAIT = dt.timedelta(hours=1)
HEARTBEAT = dt.timedelta(0)
# Skips locked rows: whoever has locked a row is writing a new due time.
_BRING_BACK = """
UPDATE {table} SET {column} = now() WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM {table} WHERE {column} > now() + {longest} {further} FOR UPDATE SKIP LOCKED))
"""
_WRITTEN = "OR ({written} > now() + {tolerance} AND {column} > now())"
# Else the runs that the queue believes to have queued in the future would be left out then.
_PERIODIC = """
DELETE FROM procrastinate_periodic_defers
 WHERE defer_timestamp > extract(epoch FROM now() + {tolerance})
"""


@dataclass(frozen=True, slots=True)
class DueTime:
    """A column before whose moment nothing happens to a row.

    No row waits longer than `longest`. `written` is a column with the moment at which the due time
    was set: if that lies in the future, the clock was wrong, however short the wait is.
    """

    table: str
    column: str
    longest: dt.timedelta
    written: str = ""


DUE_TIMES: Registry[DueTime] = Registry("due times")


def due_times() -> Iterator[DueTime]:
    """Yield every due time: of the queue, of all leases, and those that apps have registered."""
    yield DueTime("procrastinate_jobs", "scheduled_at", LONGEST_JOB_WAIT)
    yield DueTime("procrastinate_workers", "last_heartbeat", HEARTBEAT)
    # Attempts are counted from their moment on: a later one would count for weeks.
    yield DueTime("core_attemptcount", "since", dt.timedelta(0))
    yield DueTime("core_attemptlevel", "at", dt.timedelta(0))
    for model in apps.get_models():
        if issubclass(model, Leased):
            yield DueTime(model._meta.db_table, "leased_until", LEASE)
    yield from DUE_TIMES.values()


def bring_back_due_times() -> dict[str, int]:
    """Make everything due now that lies too far ahead. Returns the rows changed per column."""
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
