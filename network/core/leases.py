"""Leases: one worker has a row to itself while it works, without a connection or a transaction.

A worker that is killed gives nothing back; its lease runs out and another worker takes over. Who
comes back later than that finds, by the moment the lease ends, that it is not its own any more.
"""

import datetime as dt
import operator
from collections.abc import Collection
from functools import reduce

from django.db import models, transaction
from django.db.models import Q

# Longer than one question to a stranger's server takes (20 s) with what is stored of the answer.
LEASE = dt.timedelta(seconds=60)


class Leased(models.Model):
    """A row that workers claim."""

    leased_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


def free(now: dt.datetime) -> Q:
    """Return the condition that nobody has a row."""
    return Q(leased_until=None) | Q(leased_until__lte=now)


@transaction.atomic
def claim[Row: Leased](rows: models.QuerySet[Row], *, now: dt.datetime) -> list[Row]:
    """Take those of the rows that nobody has, for LEASE from now on; of two workers one gets each.

    Commits before it returns, unless a transaction is open around it.
    """
    claimed = list(rows.filter(free(now)).select_for_update(skip_locked=True))
    _set_end(rows.model, claimed, now + LEASE)
    return claimed


def held[Row: Leased](rows: Collection[Row]) -> models.QuerySet[Row]:
    """Return those of the claimed rows that are still ours, as they are now."""
    model = type(next(iter(rows)))
    ends = {row.leased_until for row in rows}
    keys = {end: [row.pk for row in rows if row.leased_until == end] for end in ends}
    ours = (Q(leased_until=end, pk__in=same) for end, same in keys.items())
    return model._default_manager.filter(reduce(operator.or_, ours))


@transaction.atomic
def renew[Row: Leased](rows: Collection[Row], *, now: dt.datetime) -> None:
    """Keep claimed rows for LEASE from now on; those that were taken away stay taken away."""
    if rows:
        keys = {row.pk for row in held(rows).select_for_update()}
        _set_end(type(next(iter(rows))), [row for row in rows if row.pk in keys], now + LEASE)


def release(row: Leased, **changes: object) -> bool:
    """End the lease and write `changes`; False, and nothing written, if the lease was lost."""
    return held([row]).update(leased_until=None, **changes) == 1


def _set_end[Row: Leased](model: type[Row], rows: Collection[Row], end: dt.datetime) -> None:
    for row in rows:
        row.leased_until = end
    model._default_manager.filter(pk__in=[row.pk for row in rows]).update(leased_until=end)
