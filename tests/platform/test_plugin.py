"""What the test suite promises about itself."""

import socket

import pytest
from django.db import connection


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
