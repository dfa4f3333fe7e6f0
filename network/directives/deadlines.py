"""Until when a task is to be done, and on which days its agency is reminded. Pure."""

import calendar
import datetime as dt

from network.core.working_days import is_working_day, working_days

# Working days before and after the last day on which a reminder goes out.
REMINDER_DISTANCES = (3, 10)
# Months of a period, by the value of `Rhythm`.
_MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


def period_end(rhythm: str, day: dt.date) -> dt.date:
    """Return the last day of the period of the calendar in which `day` lies."""
    months = _MONTHS[rhythm]
    month = -(-day.month // months) * months
    return dt.date(day.year, month, calendar.monthrange(day.year, month)[1])


def is_reminder_day(due_on: dt.date, day: dt.date) -> bool:
    """Return whether on `day` one is reminded of what is due on `due_on`.

    Never on a day off: the working day before has reminded already.
    """
    distance = max(working_days(day, due_on), working_days(due_on, day))
    return is_working_day(day) and distance in REMINDER_DISTANCES
