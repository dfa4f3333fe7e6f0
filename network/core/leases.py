"""Leases: one worker has exclusive use of a row without holding a connection or a transaction.

The lease of a killed worker expires, and another worker takes over. If the first one comes back
later, it notices from the changed end of the lease that the row is no longer its own.
"""

import datetime as dt
import operator
from collections.abc import Collection
from functools import reduce

from django.db import models, transaction
from django.db.models import Q

# Longer than one request to a foreign server (20 s) plus storing the response.
LEASE = dt.timedelta(seconds=60)


class Leased(models.Model):
    """Abstract model for rows that workers claim."""

    leased_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


def free(now: dt.datetime) -> Q:
    """Return the filter for rows without a valid lease."""
    return Q(leased_until=None) | Q(leased_until__lte=now)


@transaction.atomic
def claim[Row: Leased](rows: models.QuerySet[Row], *, now: dt.datetime) -> list[Row]:
    """Claim the free rows for LEASE from `now`. Of several workers, only one gets each row.

    Commits before it returns, unless it is called inside a transaction.
    """
    claimed = list(rows.filter(free(now)).select_for_update(skip_locked=True))
    _set_end(rows.model, claimed, now + LEASE)
    return claimed


def held[Row: Leased](rows: Collection[Row]) -> models.QuerySet[Row]:
    """Return the claimed rows whose lease is still ours, with current values."""
    model = type(next(iter(rows)))
    ends = {row.leased_until for row in rows}
    keys = {end: [row.pk for row in rows if row.leased_until == end] for end in ends}
    ours = (Q(leased_until=end, pk__in=same) for end, same in keys.items())
    return model._default_manager.filter(reduce(operator.or_, ours))


@transaction.atomic
def renew[Row: Leased](rows: Collection[Row], *, now: dt.datetime) -> None:
    """Extend the leases of claimed rows to LEASE from `now`, except leases that were lost."""
    if rows:
        keys = {row.pk for row in held(rows).select_for_update()}
        _set_end(type(next(iter(rows))), [row for row in rows if row.pk in keys], now + LEASE)


def release(*rows: Leased, **changes: object) -> int:
    """End the leases of one or more rows and save `changes` in each, in one query.

    Returns the number of rows. Rows whose lease was lost are left alone and not counted.
    """
    return held(rows).update(leased_until=None, **changes)


def _set_end[Row: Leased](model: type[Row], rows: Collection[Row], end: dt.datetime) -> None:
    for row in rows:
        row.leased_until = end
    model._default_manager.filter(pk__in=[row.pk for row in rows]).update(leased_until=end)
