"""Deadlines of tasks, and the days on which agencies are reminded. Pure."""

import calendar
import datetime as dt

# Reminders go out this many working days before and after the deadline.
REMINDER_DISTANCES = (3, 10)
# Number of months in a period, by `Rhythm` value.
_MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


def period_end(rhythm: str, day: dt.date) -> dt.date:
    """Return the last day of the calendar period (month, quarter, half-year, year) that contains
    `day`."""
    months = _MONTHS[rhythm]
    month = -(-day.month // months) * months
    return dt.date(day.year, month, calendar.monthrange(day.year, month)[1])
