"""A mail is tried for three days, whatever the clock says, and what fails is not lost."""

import datetime as dt
from collections.abc import Iterator
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError
from django.utils import timezone

from network.accounts.models import User
from network.accounts.services import request_password_reset
from network.agencies.models import Invitation, Role
from network.agencies.people.invitations import invite
from network.agencies.people.terms import Terms
from network.mailing.models import Delivery, MailOutcome, QueuedMail
from network.mailing.services import (
    RETRY_MINUTES,
    forget_done,
    queue_mail,
    send,
    send_again,
    try_again,
)
from tests.factories.accounts import make_user, run_jobs
from tests.factories.mailing import minutes_pass, no_mail_server, refused
from tests.factories.moderation import hand_in, make_draft, make_office

pytestmark = pytest.mark.django_db
DAY = 24 * 60
LAN = "lan@example.gov.vn"


@pytest.fixture
def lan() -> User:
    return make_user("lan", email=LAN)


def reset() -> None:
    request_password_reset(email=LAN)
    run_jobs()


@pytest.fixture
def lost(lan) -> Delivery:
    """What became of a mail whose server was away for four days."""
    with no_mail_server():
        reset()
        minutes_pass(4 * DAY)
    return Delivery.objects.get()


def test_the_tries_last_three_days_and_come_ever_more_slowly():
    assert 3 * DAY <= sum(RETRY_MINUTES) <= 3 * DAY + 60
    assert list(RETRY_MINUTES) == sorted(RETRY_MINUTES)


def test_a_mail_server_that_is_away_for_a_day_costs_no_mail(lan):
    with no_mail_server():
        reset()
        minutes_pass(DAY)
        assert mail.outbox == []
    minutes_pass(max(RETRY_MINUTES))
    assert [letter.to for letter in mail.outbox] == [[LAN]]
    minutes_pass(4 * DAY)
    assert len(mail.outbox) == 1
    assert not Delivery.objects.exclude(outcome=MailOutcome.SENT).exists()


def test_four_days_without_a_server_end_in_the_list_and_again_sends(lan, lost):
    assert (lost.user, lost.outcome) == (lan, MailOutcome.PUT_OFF)
    minutes_pass(DAY)
    assert mail.outbox == []
    send_again(Delivery.objects.all())
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [[LAN]]
    assert list(Delivery.objects.values_list("outcome", flat=True)) == [MailOutcome.SENT]


def test_again_gives_another_three_days(lost):
    with no_mail_server():
        send_again(Delivery.objects.all())
        run_jobs()
        minutes_pass(DAY)
        assert not Delivery.objects.exists()
    minutes_pass(max(RETRY_MINUTES))
    assert len(mail.outbox) == 1


def tries(minutes: int, *, now: dt.datetime) -> int:
    with patch.object(EmailBackend, "open", side_effect=ConnectionRefusedError):
        minutes_pass(minutes, now=now)
    return QueuedMail.objects.get().attempts


@pytest.mark.parametrize("years", [-5, 5])
def test_a_wrong_clock_burns_no_tries_and_delays_none(lan, years):
    with no_mail_server():
        reset()
    right = timezone.now()
    wrong = right + dt.timedelta(days=365 * years)
    # 1, 2, 4 and 8 minutes behind the first one.
    assert tries(15, now=wrong) == 5
    assert tries(15, now=right) == 5
    assert tries(1, now=wrong) == 6
    minutes_pass(32, now=right)
    assert [letter.to for letter in mail.outbox] == [[LAN]]


def test_no_minute_passes_while_no_worker_looks(lan):
    with no_mail_server():
        reset()
    with patch.object(timezone, "now", lambda: dt.datetime(2031, 1, 1, tzinfo=dt.UTC)):
        assert tries(1, now=timezone.now()) == 2


@pytest.mark.parametrize(
    ("error", "ends"),
    [
        (SMTPRecipientsRefused({LAN: (550, b"no such mailbox")}), True),
        (SMTPDataError(554, b"not wanted"), True),
        (SMTPRecipientsRefused({LAN: (450, b"greylisted")}), False),
        (SMTPDataError(451, b"full"), False),
        # Our own password, and nothing about the address.
        (SMTPAuthenticationError(535, b"wrong password"), False),
        (TimeoutError(), False),
    ],
)
def test_what_the_address_is_to_blame_for_ends_at_once(lan, error, ends):
    with refused(LAN, lambda _: error):
        reset()
    assert Delivery.objects.filter(outcome=MailOutcome.REFUSED).exists() == ends
    minutes_pass(2)
    assert len(mail.outbox) == (not ends)


def test_a_mail_that_cannot_be_written_stops_no_other_and_ends_in_the_list(lan, caplog):
    queue_mail("accounts.second_factor_reset", user_id=lan.pk, actor_id=None, at="never")
    queue_mail("accounts.password_reset", user_id=lan.pk)
    run_jobs()
    assert len(mail.outbox) == 1
    assert "accounts.second_factor_reset" in caplog.text
    minutes_pass(4 * DAY)
    assert Delivery.objects.exclude(outcome=MailOutcome.SENT).get().outcome == MailOutcome.FAULT


def test_a_mail_whose_job_was_lost_is_queued_again(lan):
    with patch("network.accounts.notifications.password_link", side_effect=OperationalError):
        queue_mail("accounts.password_reset", user_id=lan.pk)
        with pytest.raises(OperationalError):
            run_jobs()
    assert QueuedMail.objects.get().attempts == 0
    minutes_pass(60)
    assert len(mail.outbox) == 1


def test_who_lost_the_right_meanwhile_gets_nothing(lan):
    office = make_office()
    with no_mail_server():
        hand_in(make_draft(office), office.author)
        run_jobs()
    office.appraiser.memberships.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    minutes_pass(2)
    assert office.appraiser.email not in [letter.to[0] for letter in mail.outbox]


@pytest.fixture
def invited() -> Iterator[Invitation]:
    office = make_office()
    with no_mail_server():
        invitation = invite(
            agency=office.agency,
            email="moi@example.gov.vn",
            role=Role.AUTHOR,
            terms=Terms("1/QĐ", timezone.localdate()),
            actor=office.agency_admin,
            now=timezone.now(),
        )
        run_jobs()
        yield invitation


def test_no_row_holds_a_link_while_its_mail_waits(invited):
    (row,) = QueuedMail.objects.filter(kind="agencies.invitation")
    assert row.arguments == {"invitation_id": invited.pk}


def test_what_became_of_mails_is_erased_after_a_month(lost):
    now = timezone.now()
    assert forget_done(now=now + dt.timedelta(days=29)) == 0
    assert forget_done(now=now + dt.timedelta(days=31)) == 1
    assert not Delivery.objects.exists()


def test_a_mail_that_waits_is_not_erased_however_late_the_clock_thinks_it_is(lan):
    with no_mail_server():
        reset()
    assert forget_done(now=timezone.now() + dt.timedelta(days=3650)) == 0
    minutes_pass(1)
    assert len(mail.outbox) == 1


def test_where_no_server_answers_it_is_asked_once_a_minute_and_not_for_each_mail(lan):
    with no_mail_server():
        for _ in range(5):
            reset()
    with patch.object(EmailBackend, "open", side_effect=ConnectionRefusedError) as opened:
        assert try_again(now=timezone.now()) == 0
    assert opened.call_count == 1
    assert set(QueuedMail.objects.values_list("attempts", flat=True)) == {2}


def test_every_mail_says_that_a_machine_sent_it(lan):
    reset()
    assert mail.outbox[0].message()["Auto-Submitted"] == "auto-generated"


def test_a_mail_runs_its_course_once(lan):
    reset()
    assert send(mail_id=QueuedMail.objects.get().pk, now=timezone.now()) == 0
    assert len(mail.outbox) == 1
