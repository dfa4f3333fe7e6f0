"""Cron expressions in local time; procrastinate reads them in UTC."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings


def daily(hour: int, minute: int) -> str:
    """Return the cron expression for a local time of day. Vietnam has no daylight saving time."""
    here = dt.datetime(2026, 1, 1, hour, minute, tzinfo=ZoneInfo(settings.TIME_ZONE))
    at = here.astimezone(dt.UTC)
    return f"{at.minute} {at.hour} * * *"
