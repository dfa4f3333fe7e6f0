"""When a digest is due; pure."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

# The mails go out at 7:00. Ten minutes are for whatever was being written down meanwhile: a row
# bears the moment at which its transaction began, and is seen when it ends.
CLOSES_AT = dt.time(6, 50)
SENT_AFTER = dt.timedelta(minutes=10)
MONDAY = 0


def last_editions(now: dt.datetime) -> dict[str, dt.datetime]:
    """Return the newest edition of each frequency: the moment until which it reports.

    A worker that was down on Monday finds the edition on Tuesday: nothing is left out.
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
