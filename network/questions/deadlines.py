"""Until when a question should be answered. Pure."""

import datetime as dt

_SATURDAY = 5


def working_day_after(day: dt.date, count: int) -> dt.date:
    """Return the day `count` working days after `day`; public holidays count as working days."""
    while count:
        day += dt.timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day
