"""Until when a task is to be done, and how far from that day its agency is reminded. Pure."""

import calendar
import datetime as dt

# Working days before and after the last day on which a reminder goes out.
REMINDER_DISTANCES = (3, 10)
# Months of a period, by the value of `Rhythm`.
_MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


def period_end(rhythm: str, day: dt.date) -> dt.date:
    """Return the last day of the period of the calendar in which `day` lies."""
    months = _MONTHS[rhythm]
    month = -(-day.month // months) * months
    return dt.date(day.year, month, calendar.monthrange(day.year, month)[1])
