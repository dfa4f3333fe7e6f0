"""How long a page may wait."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from network.core.working_days import is_working_day


def overdue_since(now: dt.datetime) -> dt.datetime:
    """Return the moment since when a page may have waited: so many working days before `now`."""
    moment, left = now, settings.MODERATION_OVERDUE_DAYS
    while left:
        moment -= dt.timedelta(days=1)
        left -= is_working_day(timezone.localdate(moment))
    return moment
