"""Days on which offices work. Pure."""

import datetime as dt

_FRIDAY = 5


def working_days(first: dt.date, last: dt.date) -> int:
    """Return the working days after `first` up to and with `last`; 0 where `last` is no later.

    Saturdays and Sundays do not count; public holidays do, as they are set anew each year.
    """
    days = (first + dt.timedelta(days=each + 1) for each in range((last - first).days))
    return sum(day.isoweekday() <= _FRIDAY for day in days)
