"""The nightly count beside somebody who submits."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from network.agencies.models import Role
from network.reporting import services
from network.reporting.filling import fill_period
from network.reporting.models import Report, ReportState
from tests.factories.at_once import committed_office, one_behind_the_other
from tests.factories.moderation import Office, make_member
from tests.factories.owning import owning
from tests.factories.reports import open_period, paper_of, report_of

TABLES = ("value", "narrative", "report", "deadline", "period")


@pytest.fixture
def made(django_db_setup, django_db_blocker) -> Iterator[tuple[Office, Report]]:
    """An office and its report, in rows that other connections see."""
    with django_db_blocker.unblock(), committed_office() as office:
        try:
            period = open_period(make_member(office.agency, Role.OVERSEER))
            yield office, report_of(period, office.agency)
        finally:
            clear_reports()


def clear_reports() -> None:
    """Delete what no trigger lets go."""
    with transaction.atomic(), owning(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in TABLES:
            cursor.execute(f"DELETE FROM reporting_{table}")  # noqa: S608


def test_what_is_submitted_during_the_count_is_left_as_it_is(made):
    office, report = made
    now = timezone.now()
    about = {"report_id": report.pk, "paper": paper_of(), "user": office.approver, "now": now}
    submit = partial(services.submit_report, **about)
    count = partial(fill_period, period_id=report.period_id, now=now)
    for each in one_behind_the_other(report, submit, count):
        assert each.exception() is None
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
