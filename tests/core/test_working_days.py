"""Days on which offices work."""

import datetime as dt

import pytest

from network.core.working_days import is_working_day, working_day_after, working_days


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        # Friday to Monday, Monday to Friday, over a weekend, the same day, backwards.
        (dt.date(2026, 11, 20), dt.date(2026, 11, 23), 1),
        (dt.date(2026, 11, 16), dt.date(2026, 11, 20), 4),
        (dt.date(2026, 11, 20), dt.date(2026, 11, 22), 0),
        (dt.date(2026, 11, 20), dt.date(2026, 11, 20), 0),
        (dt.date(2026, 11, 20), dt.date(2026, 11, 1), 0),
    ],
)
def test_weekends_do_not_count(first, last, days):
    assert working_days(first, last) == days


@pytest.mark.parametrize(
    ("day", "works"),
    [
        # Tết from the last day of the old year, by the moon.
        (dt.date(2026, 2, 13), True),
        (dt.date(2026, 2, 16), False),
        (dt.date(2026, 2, 20), False),
        (dt.date(2026, 2, 23), True),
        # The day of the Hùng kings falls on a Sunday: the Monday is off in its stead.
        (dt.date(2026, 4, 27), False),
        (dt.date(2026, 9, 2), False),
        # Exchanged for each other by the Government: a Saturday of work for a long weekend.
        (dt.date(2026, 8, 22), True),
        (dt.date(2026, 8, 31), False),
        # A year of which no exchange is known.
        (dt.date(2040, 9, 2), False),
        (dt.date(2040, 9, 5), True),
    ],
)
def test_holidays_and_what_was_exchanged_for_them(day, works):
    assert is_working_day(day) is works


def test_what_is_promised_before_tet_is_due_after_it():
    assert working_day_after(dt.date(2026, 2, 12), 3) == dt.date(2026, 2, 24)
