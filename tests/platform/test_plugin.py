"""What the test suite promises about itself."""

import datetime as dt
import socket

import pytest
from django.db import connection
from django.utils import timezone

from tests.days import DAYS, picked


def test_a_test_that_reaches_out_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_names_of_other_machines_do_not_resolve() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("example.org", 443)


def test_who_asks_for_the_database_without_a_mark_gets_the_tests_own(
    django_db_setup: None,
) -> None:
    assert connection.settings_dict["NAME"].startswith("test_pbgdpl_")


def test_python_and_postgresql_share_a_clock_moved_or_not(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (of_database,) = cursor.fetchone()
    assert abs(timezone.now() - of_database) < dt.timedelta(minutes=1)


def test_the_days_to_test_on_are_the_next_of_their_kind() -> None:
    found = {name: find(dt.date(2026, 12, 1)).isoformat() for name, (find, _) in DAYS.items()}
    assert found == {
        "wednesday": "2026-12-02",
        "sunday": "2026-12-06",
        "end-of-month": "2026-12-31",
        "new-year": "2027-01-01",
        "tet": "2027-02-10",
        "leap-day": "2028-02-29",
        "late-evening": "2026-12-02",
        "after-midnight": "2026-12-02",
    }


def test_eight_runs_on_eight_days_in_a_row_see_each_day_to_test_on() -> None:
    today = dt.date(2026, 12, 1)
    assert {picked(today + dt.timedelta(days=number)) for number in range(8)} == set(DAYS)
