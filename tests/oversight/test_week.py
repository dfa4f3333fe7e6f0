"""The week in the daily mail: on its first working day, for who leads, five lines at most."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.agencies.models import Membership, Role
from network.mailing.digests import queue_digests
from network.mailing.models import QueuedMail
from network.mailing.services import send
from network.moderation.models import MailPreference
from network.oversight.weekly import begins_week, week_of
from tests.factories.moderation import make_draft, make_member, make_office, publish
from tests.factories.questions import make_question

from .network import look

MONDAY = dt.date(2027, 1, 11)
HANOI = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize(
    ("day", "is_first"),
    [
        (MONDAY, True),
        (dt.date(2027, 1, 12), False),
        (dt.date(2027, 1, 10), False),
        # Tết takes Thursday to Wednesday; the week begins on Thursday.
        (dt.date(2027, 2, 8), False),
        (dt.date(2027, 2, 11), True),
    ],
)
def test_a_week_begins_with_its_first_working_day(day, is_first):
    assert begins_week(day) is is_first


@pytest.fixture
def people(office):
    """An agency and the overseer, looked at a fortnight before the Monday."""
    overseer = make_member(office.agency, Role.OVERSEER)
    # Roles began long before and hold on the days of these tests.
    Membership.objects.update(valid_from=dt.date(2026, 1, 1))
    look(now=timezone.now() - dt.timedelta(hours=1))
    return {"overseer": overseer, "approver": office.approver, "author": office.author}


def told_on(day: dt.date) -> dict[str, list[str]]:
    """Return the bodies of the daily mails of seven o'clock, by address."""
    mail.outbox.clear()
    QueuedMail.objects.all().delete()
    now = dt.datetime.combine(day, dt.time(7), tzinfo=HANOI)
    queue_digests(now=now)
    for queued in QueuedMail.objects.filter(kind="mailing.digest"):
        send(mail_id=queued.pk, now=now)
    told: dict[str, list[str]] = {}
    for each in mail.outbox:
        told.setdefault(each.to[0], []).append(each.body)
    return told


@pytest.mark.django_db
def test_on_monday_leaders_read_the_week_in_their_one_mail(people, office):
    make_question(office.agency, due_on=MONDAY - dt.timedelta(days=3))
    told = told_on(MONDAY)
    for who in ("overseer", "approver"):
        [body] = told[people[who].email]
        assert "Trong tuần:" in body
    [body] = told[people["approver"].email]
    # The question that is overdue is told in the same mail.
    assert "Câu hỏi" in body
    [other] = told[people["author"].email]
    assert "Trong tuần:" not in other


@pytest.mark.django_db
def test_nobody_reads_it_on_a_tuesday(people):
    assert not any("Trong tuần:" in body for [body] in told_on(dt.date(2027, 1, 12)).values())


@pytest.mark.django_db
def test_it_says_what_is_red_with_its_address_in_five_lines(people, office):
    publish(make_draft(office), office)
    make_question(office.agency, due_on=MONDAY - dt.timedelta(days=3))
    [body] = told_on(MONDAY)[people["approver"].email]
    week = body[body.index("Trong tuần:") :]
    lines = [line for line in week.splitlines() if line.startswith("- ")]
    assert 1 < len(lines) <= 5
    assert any("câu hỏi quá hạn" in line for line in lines)
    addresses = [line.strip() for line in week.splitlines() if line.startswith("  http")]
    assert len(addresses) == len(lines)
    [network] = told_on(MONDAY)[people["overseer"].email]
    assert "?loc=" in network[network.index("Toàn mạng lưới") :]


@pytest.mark.django_db
def test_who_wants_no_daily_mail_gets_none(people):
    MailPreference.objects.create(user=people["overseer"], digest=False)
    assert people["overseer"].email not in told_on(MONDAY)


@pytest.mark.django_db
def test_an_agency_reads_nothing_of_another(people, office):
    other = make_office("SYT")
    [body] = told_on(MONDAY)[other.approver.email]
    assert other.agency.name in body
    assert office.agency.name not in body


def test_an_agencys_week_reads_its_own_findings_alone(people):
    now = dt.datetime.combine(MONDAY, dt.time(7), tzinfo=HANOI)
    with CaptureQueriesContext(connection) as captured:
        assert week_of(people["approver"], now)
    asked = [each["sql"] for each in captured if 'FROM "oversight_finding"' in each["sql"]]
    assert asked
    agency = Membership.objects.get(user=people["approver"]).agency_id
    own = re.compile(rf'"oversight_finding"."agency_id" (?:= {agency}|IN \({agency}\))(?!\d)')
    assert [sql for sql in asked if not own.search(sql)] == []
