"""Reminders and lateness over Tết, by a clock that the test sets: working days alone count."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from network.agencies.models import Agency, Role
from network.reporting.models import Report, ReportState
from network.reporting.notifications import concerned, digest_of
from network.reporting.selectors import days_late
from tests.factories.accounts import run_jobs, signed_in
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


def test_an_agency_is_reminded_once_a_day_and_reads_of_more_time(client):
    office, seat = make_office("SYT"), make_office("STP")
    overseer = make_member(seat.agency, Role.OVERSEER)
    # On the network with nobody who could be asked.
    Agency.objects.create(code="X", name="Sở X", slug="x", kind="so")
    period = open_period(overseer)
    report, own = report_of(period, office.agency), report_of(period, seat.agency)
    board, page = f"/admin/bao-cao/?period={period.pk}", f"/admin/bao-cao/{report.pk}/"
    run_jobs()
    mail.outbox.clear()
    signed_in(client, overseer)
    assert f"{page}nhac/" in client.get(board).content.decode()
    assert client.post(f"{page}nhac/").status_code == 302
    refused = client.post(f"{page}nhac/").context["form"].non_field_errors()
    assert refused == ["Hôm nay cơ quan đã được nhắc."]
    shown = client.get(board).content.decode()
    assert f"{page}nhac/" not in shown
    assert "đã nhắc 1 lần" in shown
    # All others: one, and who has handed in since gets no mail of it.
    bring_to(own, ReportState.SUBMITTED, approver=seat.approver, overseer=overseer)
    assert client.post(f"/admin/bao-cao/ky/{period.pk}/nhac/").status_code == 200
    run_jobs()
    told = {address for letter in mail.outbox for address in letter.to}
    assert told == {each.email for each in (office.author, office.approver, office.agency_admin)}
    assert page in mail.outbox[0].body
    later = report.due_on + dt.timedelta(days=9)
    about = {"due_on": f"{report.due_on:%d/%m/%Y}", "reason": "Bão số 13."}
    assert "sau hạn hiện nay" in str(client.post(f"{page}gia-han/", about).context["form"].errors)
    client.post(f"{page}gia-han/", about | {"due_on": f"{later:%d/%m/%Y}"})
    report.refresh_from_db()
    assert (report.extended_from, report.due_on) == (later - dt.timedelta(days=9), later)
    assert f"gia hạn đến {later:%d/%m/%Y}" in client.get(board).content.decode()
    assert "Bão số 13." in signed_in(client, office.author).get(page).content.decode()
