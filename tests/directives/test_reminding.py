"""Reminders of tasks: 10 and 3 working days before and after their day, holidays left out."""

import datetime as dt

import pytest
from django.core import mail

from network.core.working_days import is_reminder_day
from network.directives.deadlines import REMINDER_DISTANCES, period_end
from network.directives.services import close_directive
from network.directives.task_services import TaskEvidence, TaskFacts, finish_assignment
from network.mailing.digests import queue_digests
from network.mailing.models import QueuedMail
from network.mailing.services import send
from tests.factories.directives import make_directive, make_overseer, task_of
from tests.factories.moderation import make_office

SENT = dt.datetime(2027, 1, 4, 3, tzinfo=dt.UTC)
# The first working day after Tết Đinh Mùi, whose days off are 4 to 10 February 2027.
DUE = dt.date(2027, 2, 11)
REMINDERS = [dt.date(2027, 1, 21), dt.date(2027, 2, 1), dt.date(2027, 2, 16), dt.date(2027, 2, 25)]


def each_day():
    return (dt.date(2027, 1, 4) + dt.timedelta(days) for days in range(80))


def test_four_days_over_tet():
    found = [day for day in each_day() if is_reminder_day(DUE, day, REMINDER_DISTANCES)]
    assert found == REMINDERS


@pytest.mark.parametrize(
    ("rhythm", "day", "end"),
    [
        ("monthly", dt.date(2028, 2, 1), dt.date(2028, 2, 29)),
        ("quarterly", dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        ("half_yearly", dt.date(2026, 6, 30), dt.date(2026, 6, 30)),
        ("half_yearly", dt.date(2026, 7, 1), dt.date(2026, 12, 31)),
        ("yearly", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    ],
)
def test_a_period_ends_with_the_calendar_s(rhythm, day, end):
    assert period_end(rhythm, day) == end


@pytest.fixture
def directive(office):
    overseer = make_overseer(office.agency)
    task = TaskFacts(words="Nộp kế hoạch năm", due_on=DUE)
    return make_directive(
        overseer, office.agency, make_office("SYT").agency, tasks=(task,), sent_at=SENT
    )


def told_on(day: dt.date) -> dict[str, str]:
    """Return the daily mails of a day, by address."""
    mail.outbox.clear()
    QueuedMail.objects.all().delete()
    now = dt.datetime.combine(day, dt.time(7), tzinfo=dt.timezone(dt.timedelta(hours=7)))
    queue_digests(now=now)
    for each in QueuedMail.objects.filter(kind="mailing.digest"):
        send(mail_id=each.pk, now=now)
    return {letter.to[0]: letter.body for letter in mail.outbox}


@pytest.mark.django_db
def test_everybody_who_serves_is_told_on_these_days_alone(office, directive):
    days = [day for day in each_day() if office.author.email in told_on(day)]
    assert days == REMINDERS
    before, after = (told_on(day)[office.author.email] for day in (REMINDERS[1], REMINDERS[2]))
    assert "Nộp kế hoạch năm" in before
    assert "Hạn 11/02/2027" in before
    assert "Quá hạn từ ngày 11/02/2027" in after
    assert "Sở SYT" not in after
    assert "/admin/cong-van/nhiem-vu/" in after


@pytest.mark.django_db
def test_nobody_is_told_of_what_is_reported_or_closed(office, directive):
    assert len(told_on(REMINDERS[0])) == 8
    finish_assignment(
        assignment_id=task_of(directive, office.agency).pk,
        evidence=TaskEvidence(note="Đã nộp", why_none="Việc làm trực tiếp, không có văn bản."),
        user=office.approver,
        now=SENT,
    )
    told = told_on(REMINDERS[0])
    assert len(told) == 4
    assert office.author.email not in told
    overseer = make_overseer(office.agency)
    close_directive(directive_id=directive.pk, user=overseer, now=SENT)
    assert told_on(REMINDERS[0]) == {}
