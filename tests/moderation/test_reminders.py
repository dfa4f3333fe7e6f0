"""The daily digest, and the reminders of appraisals owed."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.mailing import tasks
from network.mailing.digests import queue_digests
from network.moderation.exceptional_services import appraise_afterwards, publish_urgently
from network.moderation.mailing.reminders import (
    overdue_of,
    overdue_since,
    queue_debt_reminders,
)
from network.moderation.models import (
    EditorialRules,
    MailPreference,
    Submission,
    UrgentPublication,
)
from network.moderation.services import return_page
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.mailing import minutes_pass, no_mail_server
from tests.factories.moderation import (
    all_yes,
    appraise,
    hand_in,
    make_draft,
    make_member,
    make_office,
    seen,
)

pytestmark = pytest.mark.django_db
# Wednesday noon in Việt Nam.
NOON = dt.datetime(2026, 11, 25, 5, tzinfo=dt.UTC)


def age(article, days: int = 30) -> None:
    """Let the page have waited so long, by default longer than any row of holidays."""
    since = timezone.now() - dt.timedelta(days=days)
    Submission.objects.filter(page=article).update(since=since)


def digests() -> dict[str, str]:
    """Forget the mails so far; return the digests of today, by address."""
    run_jobs()
    mail.outbox.clear()
    queue_digests(now=timezone.now())
    run_jobs()
    return {letter.to[0]: letter.body for letter in mail.outbox}


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (NOON - dt.timedelta(days=7), 2),
        (NOON - dt.timedelta(days=2), 4),
        (NOON + dt.timedelta(days=3), 2),
        (NOON, 5),
    ],
    ids=["Wednesday", "Monday", "Saturday", "Wednesday after a holiday"],
)
def test_only_working_days_count(now, days):
    assert overdue_since(now) == now - dt.timedelta(days=days)


@pytest.mark.parametrize(("day", "mails"), [("2026-11-24", 0), ("2026-11-25", 1)])
def test_nobody_is_reminded_on_a_holiday(office, article, monkeypatch, day, mails):
    hand_in(article, office.author)
    age(article)
    run_jobs()
    mail.outbox.clear()
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date.fromisoformat(day))
    tasks.queue_digests(timestamp=0)
    run_jobs()
    assert len(mail.outbox) == mails


def test_each_person_gets_what_waits_for_them(office, article):
    old = make_draft(office)
    hand_in(article, office.author)
    hand_in(old, office.author)
    appraise(old, office.appraiser)
    fresh = make_draft(office)
    hand_in(fresh, office.author)
    age(article)
    age(old)
    letters = digests()
    assert letters.keys() == {office.appraiser.email, office.approver.email}
    assert article.title in letters[office.appraiser.email]
    assert reverse("moderation:desk", args=[article.pk]) in letters[office.appraiser.email]
    assert old.title in letters[office.approver.email]
    assert fresh.title not in letters[office.appraiser.email]


def test_what_one_wrote_waits_for_others(office, article):
    both = make_member(office.agency, Role.APPRAISER, Role.APPROVER)
    article.save_revision(user=both)
    hand_in(article, office.author)
    age(article)
    assert digests().keys() == {office.appraiser.email}


def test_what_came_back_waits_for_who_handed_it_in(office, article):
    hand_in(article, office.author)
    move = {"user": office.appraiser, "seen": seen(article), "now": timezone.now()}
    return_page(page_id=article.pk, **move, comment="Thiếu nguồn.")
    age(article)
    assert digests().keys() == {office.author.email}


def test_the_shared_board_is_reminded_and_strangers_are_not(office, article):
    board, other = make_office("SYT"), make_office("SNV")
    EditorialRules.objects.create(agency=office.agency, board=board.agency)
    hand_in(article, office.author)
    age(article)
    letters = digests()
    assert letters.keys() == {office.appraiser.email, board.appraiser.email}
    assert other.appraiser.email not in letters


def test_an_ended_membership_gets_no_digest(office, article):
    hand_in(article, office.author)
    age(article)
    office.appraiser.memberships.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert digests() == {}


def test_one_digest_a_day(office, article):
    hand_in(article, office.author)
    age(article)
    assert digests().keys() == {office.appraiser.email}
    assert digests() == {}
    tomorrow = timezone.now() + dt.timedelta(days=1)
    queue_digests(now=tomorrow)
    run_jobs()
    assert len(mail.outbox) == 1


def test_a_digest_that_waits_for_the_mail_server_is_not_joined_by_the_next(office, article):
    hand_in(article, office.author)
    age(article)
    run_jobs()
    with no_mail_server():
        for day in range(2):
            queue_digests(now=timezone.now() + dt.timedelta(days=day))
            run_jobs()
    mail.outbox.clear()
    minutes_pass(10)
    assert [letter.to for letter in mail.outbox] == [[office.appraiser.email]]


def test_who_wants_no_digest_says_so_in_the_account(client, office, article):
    account = signed_in(client, office.appraiser)
    address = reverse("wagtailadmin_account")
    html = account.get(address).content.decode()
    assert "moderation_mails-digest" in html
    # Wagtail's switches of mails that are never sent.
    assert "approved_notifications" not in html
    assert "updated_comments_notifications" in html
    form = {"name_email-first_name": "Hiền", "name_email-last_name": "Rơ Châm"}
    theme = {"theme-theme": "system", "theme-density": "default", "theme-contrast": "system"}
    answer = account.post(address, form | theme | {"theme-keyboard_shortcuts": "on"})
    assert answer.status_code == 302
    assert not MailPreference.objects.get(user=office.appraiser).digest
    hand_in(article, office.author)
    run_jobs()
    # A duty is told all the same.
    assert [letter.to for letter in mail.outbox] == [[office.appraiser.email]]
    age(article)
    assert digests() == {}


def test_the_cost_of_a_digest_does_not_grow_with_what_waits(office):
    counts = []
    for number in (1, 4):
        for _ in range(number):
            age(hand_in(make_draft(office), office.author))
        with CaptureQueriesContext(connection) as queries:
            found = overdue_of(office.appraiser, now=timezone.now())
        counts.append((len(found), len(queries)))
    # One of them seeks what was handed to a colleague.
    assert counts == [(1, 5), (5, 5)]


@pytest.fixture
def debt(office, article) -> UrgentPublication:
    """An appraisal owed for six hours from now on; everybody has been told."""
    EditorialRules.objects.create(agency=office.agency, urgent_allowed=True, urgent_hours=6)
    hand_in(article, office.author)
    move = {"user": office.approver, "seen": seen(article), "now": timezone.now()}
    publish_urgently(page_id=article.pk, **move, reason="Lũ về trong đêm.")
    run_jobs()
    mail.outbox.clear()
    return UrgentPublication.objects.get()


def reminded(debt: UrgentPublication, hours: float) -> list[str]:
    """Return who is reminded so many hours after the publication."""
    mail.outbox.clear()
    for _ in range(2):
        queue_debt_reminders(now=debt.published_at + dt.timedelta(hours=hours))
        run_jobs()
    return sorted(letter.to[0] for letter in mail.outbox)


def test_an_appraisal_owed_is_reminded_of_at_half_time_and_when_overdue_once_each(office, debt):
    overseer = make_member(office.agency, Role.OVERSEER)
    everybody = sorted([office.appraiser.email, overseer.email])
    assert reminded(debt, 2.9) == []
    assert reminded(debt, 3.1) == everybody
    assert reminded(debt, 5.9) == []
    assert reminded(debt, 6.1) == everybody
    assert reminded(debt, 90) == []


def test_who_slept_over_half_time_is_told_once_that_it_is_overdue(office, debt):
    assert reminded(debt, 7) == [office.appraiser.email]
    assert "Quá hạn" in mail.outbox[0].subject


def test_an_appraisal_given_is_reminded_of_no_more(office, article, debt):
    appraise_afterwards(
        page_id=article.pk, user=office.appraiser, answers=all_yes(article), now=timezone.now()
    )
    assert reminded(debt, 7) == []


def test_a_reminder_queued_before_the_appraisal_is_not_sent_after_it(office, article, debt):
    queue_debt_reminders(now=debt.published_at + dt.timedelta(hours=4))
    appraise_afterwards(
        page_id=article.pk, user=office.appraiser, answers=all_yes(article), now=timezone.now()
    )
    run_jobs()
    assert mail.outbox == []
