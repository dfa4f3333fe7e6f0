"""What the daily mail says of questions, beside what it says of pages."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from network.agencies.models import Role
from network.agencies.services import grant_membership
from network.mailing import tasks
from network.mailing.digests import queue_digests
from network.moderation.models import Submission
from tests.factories.accounts import run_jobs
from tests.factories.moderation import SINCE, hand_in, make_draft, make_office
from tests.factories.questions import make_question

pytestmark = pytest.mark.django_db


def late_question(agency):
    return make_question(agency, due_on=timezone.localdate() - dt.timedelta(1))


def digests() -> dict[str, list[str]]:
    """Return the daily mails of today, by address, however often they are queued."""
    mail.outbox.clear()
    for _ in range(2):
        queue_digests(now=timezone.now())
        run_jobs()
    letters: dict[str, list[str]] = {}
    for letter in mail.outbox:
        letters.setdefault(letter.to[0], []).append(letter.body)
    return letters


def test_everybody_who_serves_the_agency_is_told_of_late_questions_once_a_day(office):
    make_question(make_office("SYT").agency)
    late_question(office.agency)
    letters = digests()
    assert sorted(letters) == sorted(each.email for each in office.people.values())
    assert all(len(bodies) == 1 for bodies in letters.values())
    assert "/admin/cau-hoi/" in letters[office.author.email][0]
    assert office.agency.name in letters[office.author.email][0]


def test_who_serves_two_agencies_and_has_pages_waiting_gets_one_mail(office):
    other = make_office("SYT")
    grant_membership(user=office.appraiser, agency=other.agency, role=Role.AUTHOR, valid_from=SINCE)
    late_question(office.agency)
    late_question(other.agency)
    article = make_draft(office)
    hand_in(article, office.author)
    since = timezone.now() - dt.timedelta(days=30)
    Submission.objects.filter(page=article).update(since=since)
    run_jobs()
    [body] = digests()[office.appraiser.email]
    assert article.title in body
    assert office.agency.name in body
    assert other.agency.name in body


def test_who_left_an_agency_reads_nothing_of_it(office):
    other = make_office("SYT")
    grant_membership(user=other.author, agency=office.agency, role=Role.AUTHOR, valid_from=SINCE)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    other.author.memberships.filter(agency=office.agency).update(valid_to=yesterday)
    late_question(office.agency)
    late_question(other.agency)
    [body] = digests()[other.author.email]
    assert office.agency.name not in body


def test_a_question_answered_before_the_mail_goes_is_not_in_it(office):
    question = late_question(office.agency)
    queue_digests(now=timezone.now())
    type(question).objects.filter(pk=question.pk).delete()
    mail.outbox.clear()
    run_jobs()
    assert mail.outbox == []


@pytest.mark.parametrize(("day", "mails"), [("2026-11-24", 0), ("2026-11-25", 4)])
def test_nobody_is_told_on_a_holiday(office, monkeypatch, day, mails):
    make_question(office.agency, due_on=dt.date(2026, 11, 20))
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date.fromisoformat(day))
    tasks.queue_digests(timestamp=0)
    run_jobs()
    assert len(mail.outbox) == mails
