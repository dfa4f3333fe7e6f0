"""When a waiting page counts as overdue."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from network.core.working_days import is_working_day


def overdue_since(now: dt.datetime) -> dt.datetime:
    """Return the moment before which a waiting page is overdue.

    That is MODERATION_OVERDUE_DAYS working days before `now`.
    """
    moment, left = now, settings.MODERATION_OVERDUE_DAYS
    while left:
        moment -= dt.timedelta(days=1)
        left -= is_working_day(timezone.localdate(moment))
    return moment
