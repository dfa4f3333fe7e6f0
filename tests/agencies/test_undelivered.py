"""Who looks after a mail sees that it reached nobody, and sends it again."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from network.accounts.services import request_password_reset
from network.agencies.models import AuditAction, AuditEntry, Role
from network.mailing.models import Delivery, MailOutcome
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.mailing import minutes_pass, no_mail_server
from tests.factories.moderation import Office, hand_in, make_draft, make_member, make_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_and_without_guard")]
INDEX = reverse("agencies_undelivered:index")
SEND_ALL = reverse("agencies_undelivered:send_all")


def make_offices() -> list[Office]:
    offices = [make_office(code) for code in ("STP", "SYT")]
    with no_mail_server():
        for office in offices:
            hand_in(make_draft(office, title=f"Bài của {office.agency.code}"), office.author)
        run_jobs()
        minutes_pass(4 * 24 * 60)
    return offices


@pytest.fixture(scope="module")
def offices_of_module(once: Callable[..., Any]) -> Any:
    """What the tests here share."""
    return once(make_offices)


@pytest.fixture
def offices(offices_of_module: Any, db: None) -> list[Office]:
    """Two agencies, a mail of each of which reached nobody in four days."""
    return deepcopy(offices_of_module)


def lost(office: Office) -> Delivery:
    return Delivery.objects.exclude(outcome=MailOutcome.SENT).get(agency_id=office.agency.pk)


def send(office: Office) -> str:
    return reverse("agencies_undelivered:send", args=[lost(office).pk])


def test_an_agency_s_admin_sees_their_own_and_sends_them_again(client, offices):
    own, foreign = offices
    admin = signed_in(client, own.agency_admin)
    html = BeautifulSoup(admin.get(INDEX).content, "html.parser").main.text
    assert "Bài của STP" in html
    assert own.appraiser.email in html
    assert "Bài của SYT" not in html
    assert admin.post(send(foreign)).status_code == 404
    assert admin.post(send(own)).url == INDEX
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [[own.appraiser.email]]
    entry = AuditEntry.objects.get(action=AuditAction.MAIL_SENT_AGAIN)
    assert (entry.agency, entry.actor) == (own.agency, own.agency_admin)
    assert admin.post(SEND_ALL).url == INDEX
    assert lost(foreign)


def test_the_network_admin_sends_all_of_them_again(client, offices):
    runs_all = signed_in(client, make_member(offices[0].agency, Role.NETWORK_ADMIN))
    assert "2" in runs_all.get(reverse("wagtailadmin_home")).content.decode()
    assert runs_all.get(INDEX).content.decode().count("Bài của") == 2
    runs_all.post(SEND_ALL)
    run_jobs()
    assert {letter.to[0] for letter in mail.outbox} == {each.appraiser.email for each in offices}
    assert "Tất cả thư đã tới nơi" in runs_all.get(INDEX).content.decode()


@pytest.mark.parametrize("role", ["author", "appraiser", "approver"])
def test_nobody_else_sees_any(client, offices, role):
    browser = signed_in(client, offices[0].people[role])
    assert "Bài của STP" not in browser.get(INDEX, follow=True).content.decode()
    browser.post(send(offices[0]))
    browser.post(SEND_ALL)
    run_jobs()
    assert mail.outbox == []


def test_mails_of_accounts_are_the_network_s(client, offices):
    office = offices[0]
    with no_mail_server():
        request_password_reset(email=office.author.email)
        run_jobs()
        minutes_pass(4 * 24 * 60)
    assert "đặt lại mật khẩu" not in shown(client, office.agency_admin)
    assert office.author.email in shown(client, make_member(office.agency, Role.NETWORK_ADMIN))


def shown(client, user) -> str:
    return signed_in(client, user).get(INDEX).content.decode()


def test_what_was_sent_again_and_fails_again_stands_there_again(client, offices):
    admin = signed_in(client, offices[0].agency_admin)
    with no_mail_server():
        admin.post(send(offices[0]))
        run_jobs()
        assert "Bài của STP" not in admin.get(INDEX).content.decode()
        minutes_pass(4 * 24 * 60, now=timezone.now())
    assert "Bài của STP" in admin.get(INDEX).content.decode()
