"""Delete rows whose time is over, in batches of one transaction each.

A batch that is interrupted is rolled back, all earlier ones stay done, and the next night goes on.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from .rules import RetentionRule, pruned, unreferenced

logger = logging.getLogger(__name__)
BATCH_ROWS = 500
# For all tables of a night; what is left waits for the next one.
MOST_SECONDS = 1800.0
# Between two batches the database belongs to visitors for as long as the batch took.
REST_FACTOR = 1.0


@dataclass(slots=True)
class Pruned:
    """What was deleted from one table."""

    model: str
    rows: int = 0
    size: int = 0
    # The error that ended it, "" for none.
    error: str = ""


def prune(
    *,
    now: dt.datetime,
    seconds: float = MOST_SECONDS,
    clock: Callable[[], float] = time.monotonic,
    rest: Callable[[float], None] = time.sleep,
) -> list[Pruned]:
    """Delete by all rules for at most `seconds`; returns the figures of each table."""
    ends = clock() + seconds
    figures = []
    for rule in pruned():
        done = Pruned(rule.model)
        figures.append(done)
        last = 0
        while clock() < ends:
            begun = clock()
            try:
                found = _prune_batch(rule, after=last, now=now, done=done)
            except DatabaseError as error:
                # A rule of the database protects one of these rows: the other tables go on.
                logger.exception("Rows of %s cannot be deleted", rule.model)
                done.error = type(error).__name__
                break
            if found is None:
                break
            last = found
            rest(REST_FACTOR * (clock() - begun))
    return figures


def _prune_batch(rule: RetentionRule, *, after: int, now: dt.datetime, done: Pruned) -> int | None:
    """Delete the next rows with keys above `after`; returns the last key, None for no more.

    Rows that another transaction holds are left for the next night.
    """
    model = rule.model_class()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(selection(rule), [after, now - dt.timedelta(days=rule.days)])
            rows = cursor.fetchall()
        if not rows:
            return None
        keys = [key for key, _size in rows]
        # A QuerySet of its own: the manager of the queue's models refuses to delete.
        QuerySet(model).filter(pk__in=keys).delete()
    done.rows += len(rows)
    done.size += sum(size for _key, size in rows)
    return max(keys)


def selection(rule: RetentionRule) -> str:
    """Return the query for the keys and sizes in bytes of a batch; it locks the rows."""
    meta = rule.model_class()._meta
    conditions = " AND ".join(
        filter(
            None,
            [
                f"t.{meta.pk.column} > %s",
                f"{rule.since} < %s",
                rule.condition,
                *unreferenced(rule),
            ],
        )
    )
    return (
        f"SELECT t.{meta.pk.column}, pg_column_size(t.*) FROM {meta.db_table} t"  # noqa: S608
        f" WHERE {conditions} ORDER BY t.{meta.pk.column} LIMIT {BATCH_ROWS}"
        " FOR UPDATE OF t SKIP LOCKED"
    )
