"""System checks say what is wrong and what to do, with one finding for one fault."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from network.core.system_checks import basic_checks, findings
from network.core.system_checks.basic_checks import check_database, check_version, check_worker
from network.core.system_checks.findings import Level, SystemCheck, good, run_checks
from network.core.system_checks.records import latest_result, record_result
from network.core.version import VERSION

NOW = dt.datetime(2026, 11, 27, 7, 5, tzinfo=dt.UTC)


@pytest.fixture
def checks(monkeypatch):
    """Replace the registered checks by those that a test puts into the returned dict."""
    registered = {}
    monkeypatch.setattr(findings, "SYSTEM_CHECKS", registered)
    return registered


def refuse(now):
    raise OperationalError


def heartbeat(seconds_ago):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_while_the_database_is_away_nothing_else_is_said_of_what_needs_it(checks, monkeypatch):
    monkeypatch.setattr(basic_checks, "connection", None)
    checks["database"] = SystemCheck("Cơ sở dữ liệu", check_database)
    checks["worker"] = SystemCheck("Tiến trình nền", refuse)
    checks["disk"] = SystemCheck("Đĩa", lambda now: good("40 %"), needs_database=False)
    found = run_checks(NOW)
    assert {key: finding.level for key, finding in found.items()} == {
        "database": Level.FAILING,
        "disk": Level.GOOD,
    }


@pytest.mark.django_db
def test_a_check_that_breaks_is_a_failing_one_and_hides_no_other(checks):
    checks["database"] = SystemCheck("Cơ sở dữ liệu", check_database)
    checks["queues"] = SystemCheck("Hàng đợi", refuse)
    checks["odd"] = SystemCheck("Lạ", lambda now: 1 / 0)
    checks["elsewhere"] = SystemCheck("Nơi khác", lambda now: None)
    found = run_checks(NOW)
    assert {key: finding.level for key, finding in found.items()} == {
        "database": Level.GOOD,
        "queues": Level.FAILING,
        "odd": Level.FAILING,
    }
    assert "ZeroDivisionError" in found["odd"].what


@pytest.mark.django_db
def test_a_worker_that_is_silent_fails():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    assert check_worker(NOW).level == Level.FAILING
    heartbeat(seconds_ago=300)
    assert check_worker(NOW).level == Level.FAILING
    heartbeat(seconds_ago=8)
    assert check_worker(NOW).level == Level.GOOD


@pytest.mark.django_db
def test_a_database_older_than_the_code_fails():
    assert check_version(NOW).level == Level.GOOD
    newer = basic_checks.migrations_of_code() | {("core", "9999_of_tomorrow")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(basic_checks, "migrations_of_code", lambda: newer)
        assert check_version(NOW).level == Level.FAILING


@pytest.mark.django_db
def test_the_newest_result_of_rare_work_is_kept():
    now = timezone.now()
    assert latest_result("rehearsal") is None
    record_result("rehearsal", now=now - dt.timedelta(days=1), rows=1)
    record_result("rehearsal", now=now, rows=2)
    result = latest_result("rehearsal")
    assert (result.at, result.data) == (now, {"rows": 2})


def test_the_version_is_that_of_the_project():
    project = Path(findings.__file__).resolve().parents[3] / "pyproject.toml"
    assert tomllib.loads(project.read_text())["project"]["version"] == VERSION
