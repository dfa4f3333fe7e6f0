"""When jobs run, by the clock of the country: the queue reads cron expressions in UTC."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings


def daily(hour: int, minute: int) -> str:
    """Return the cron expression for this time of every day here, where no clock is put back."""
    here = dt.datetime(2026, 1, 1, hour, minute, tzinfo=ZoneInfo(settings.TIME_ZONE))
    at = here.astimezone(dt.UTC)
    return f"{at.minute} {at.hour} * * *"
