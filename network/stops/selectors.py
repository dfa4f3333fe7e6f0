"""Read-only queries about stops."""

import datetime as dt

from django.db.models import Q, QuerySet

from .models import OPEN, PlannedStop, StopState

# So long the band says that the system is back.
_BACK = dt.timedelta(hours=24)


def stops_on_band(now: dt.datetime) -> QuerySet[PlannedStop]:
    """Return the stops that public pages announce: open ones, and those that ended today."""
    back = Q(state=StopState.ENDED, ended_at__gt=now - _BACK)
    return PlannedStop.objects.filter(Q(state__in=OPEN) | back).order_by("begins_at", "pk")
