"""Reminders and lateness over Tết, by a clock that the test sets: working days alone count."""

import datetime as dt

import pytest
from django.utils import timezone

from network.agencies.models import Role
from network.reporting.models import Report, ReportState
from network.reporting.notifications import concerned, digest_of
from network.reporting.selectors import days_late
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import bring_to, open_period, report_of

pytestmark = pytest.mark.django_db
# Offices rest from 14 to 22 February 2026.
DUE = dt.date(2026, 2, 24)
REMINDED = [dt.date(2026, 2, 3), dt.date(2026, 2, 12), dt.date(2026, 2, 27), dt.date(2026, 3, 10)]


def at(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(7)))


def test_the_ladder_and_the_days_of_lateness_leave_tet_out():
    office, seat = make_office("SYT"), make_office("STP")
    overseer = make_member(seat.agency, Role.OVERSEER)
    days = {"first": dt.date(2025, 1, 1), "last": dt.date(2025, 12, 31)}
    period = open_period(overseer, due_on=DUE, **days)
    report = report_of(period, office.agency)
    calendar = [dt.date(2026, 1, 20) + dt.timedelta(days=n) for n in range(60)]
    reminded = [day for day in calendar if office.author.pk in set(concerned(at(day)))]
    assert reminded == REMINDED
    told = digest_of(office.author, at(REMINDED[0]))
    assert [row.pk for row in told["rows"]] == [report.pk]
    late = {dt.date(2026, 2, 24): 0, dt.date(2026, 2, 25): 1, dt.date(2026, 3, 2): 4}
    assert {day: days_late(report, day) for day in late} == late
    # Handed in, nobody is reminded, and it grows no later.
    bring_to(report, ReportState.SUBMITTED, approver=office.approver, overseer=overseer)
    assert digest_of(office.author, at(REMINDED[-1])) is None
    came_on = timezone.localdate()
    assert days_late(report, came_on + dt.timedelta(days=99)) == days_late(report, came_on)
    assert Report.objects.filter(state=ReportState.DRAFT).exists()
