"""Working days of public bodies. Pure.

Holidays follow the Labour Code (45/2019/QH14, articles 111 and 112), including lunar holidays,
substitute days, and working days exchanged by the Government, as far as the package `holidays`
knows them: exchanges are announced some months before.
"""

import datetime as dt
from collections.abc import Container
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAY = dt.timedelta(days=1)


def is_working_day(day: dt.date) -> bool:
    """Return whether offices work: no weekend or holiday, or a Saturday worked in exchange."""
    return _calendar(day.year).is_working_day(day)


def working_day_after(day: dt.date, count: int) -> dt.date:
    """Return the day `count` working days after `day`."""
    while count:
        day += _DAY
        count -= is_working_day(day)
    return day


def working_days(first: dt.date, last: dt.date) -> int:
    """Return the number of working days after `first` up to `last`; 0 if `last` is not later."""
    days = (first + (each + 1) * _DAY for each in range((last - first).days))
    return sum(map(is_working_day, days))


def is_reminder_day(due_on: dt.date, day: dt.date, distances: Container[int]) -> bool:
    """Return whether `day` is one of `distances` working days before or after `due_on`.

    False on days off: the working day before has reminded already.
    """
    distance = max(working_days(day, due_on), working_days(due_on, day))
    return is_working_day(day) and distance in distances


@cache
def _calendar(year: int) -> "HolidayBase":
    # Imported here: 18 MB, not needed by web processes that never ask for a working day.
    from holidays import country_holidays

    # With expand=True, several threads would modify the calendar at once when years are added.
    return country_holidays("VN", years=year, expand=False)
