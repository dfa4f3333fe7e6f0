"""Erasure of citizens' submissions, which is alike in all rooms."""

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet

from ..models import AgencyOwned


def due_for_erasure[Row: AgencyOwned](rows: QuerySet[Row], *, now: dt.datetime) -> QuerySet[Row]:
    """Return the rows whose texts are to be erased: closed QUESTION_KEEP_DAYS ago, not erased."""
    since = now - dt.timedelta(days=settings.QUESTION_KEEP_DAYS)
    return rows.filter(closed_at__lt=since, erased_at=None)
