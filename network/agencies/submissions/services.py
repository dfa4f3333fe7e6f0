"""Services of submissions that are alike in all rooms: erasure and succession."""

import datetime as dt
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from ..models import Agency, AgencyOwned


def due_for_erasure[Row: AgencyOwned](rows: QuerySet[Row], *, now: dt.datetime) -> QuerySet[Row]:
    """Return the rows whose texts are to be erased: closed QUESTION_KEEP_DAYS ago, not erased."""
    since = now - dt.timedelta(days=settings.QUESTION_KEEP_DAYS)
    return rows.filter(closed_at__lt=since, erased_at=None)


def inherited_rows[Row: AgencyOwned](
    rows: QuerySet[Row], *, heir: Callable[[Agency, dt.date], Agency | None], now: dt.datetime
) -> Iterator[tuple[Row, Agency]]:
    """Lock the rows of ended agencies and yield (row, agency that takes it over), in the caller's
    transaction. Leaves out rows for which `heir` returns None or the ended agency itself."""
    day = timezone.localdate(now)
    waiting = rows.filter(agency__valid_to__lt=day).select_related("agency").order_by("pk")
    for row in waiting.select_for_update(of=["self"]):
        receiver = heir(row.agency, day)
        if receiver is not None and receiver != row.agency:
            yield row, receiver
