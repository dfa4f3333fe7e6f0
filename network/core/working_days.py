"""Days on which public bodies work. Pure.

Holidays by the Labour Code (45/2019/QH14, articles 111 and 112), those of the moon and days off in
their stead among them, and the days that the Government has exchanged for each other, as far as
the package `holidays` knows of them: an exchange is announced some months before.
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
    """Return the working days after `first` up to and with `last`; 0 where `last` is no later."""
    days = (first + (each + 1) * _DAY for each in range((last - first).days))
    return sum(map(is_working_day, days))


def is_reminder_day(due_on: dt.date, day: dt.date, distances: Container[int]) -> bool:
    """Return whether `day` lies one of `distances` working days before or after `due_on`.

    Never on a day off: the working day before has reminded already.
    """
    distance = max(working_days(day, due_on), working_days(due_on, day))
    return is_working_day(day) and distance in distances


@cache
def _calendar(year: int) -> "HolidayBase":
    # 18 MB, for which web processes that look for no working day have no use.
    from holidays import country_holidays

    # One that adds years as they are asked for would be changed by several threads at once.
    return country_holidays("VN", years=year, expand=False)
