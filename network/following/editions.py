"""When a digest is due. Pure."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

# Mails go out at 7:00. The ten minutes wait for running transactions: a row carries the start time
# of its transaction, but becomes visible only at its end.
CLOSES_AT = dt.time(6, 50)
SENT_AFTER = dt.timedelta(minutes=10)
MONDAY = 0


def last_editions(now: dt.datetime) -> dict[str, dt.datetime]:
    """Return the end of the newest edition's reporting time, by frequency.

    A worker that was down on Monday finds the same edition on Tuesday, so nothing is skipped.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    local = (now - SENT_AFTER).astimezone(zone)
    day = local.date()
    if local.time() < CLOSES_AT:
        day -= dt.timedelta(days=1)
    monday = day - dt.timedelta(days=(day.weekday() - MONDAY) % 7)
    return {
        "daily": dt.datetime.combine(day, CLOSES_AT, zone),
        "weekly": dt.datetime.combine(monday, CLOSES_AT, zone),
    }
