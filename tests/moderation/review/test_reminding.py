"""Who waits for a text reminds the person on whom it waits, once a day ("Nhắc")."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.moderation.models import Submission
from network.moderation.review.reminding import remind
from network.moderation.services import return_page
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.moderation import (
    appraise,
    hand_in,
    make_draft,
    make_member,
    make_office,
    seen,
)

pytestmark = pytest.mark.django_db
HOME, SUBMITTED = "/admin/", "/admin/duyet/da-trinh/"


def url_of(page):
    return reverse("moderation:remind", args=[page.pk])


@pytest.fixture
def waiting(office, article):
    """A submitted page; the mails about it have gone."""
    hand_in(article, office.author)
    run_jobs()
    mail.outbox.clear()
    return article


def shown(client, user, address):
    return signed_in(client, user).get(address).content.decode()


def reached():
    """Send what is queued; return who got a mail."""
    run_jobs()
    return [letter.to[0] for letter in mail.outbox]


def test_who_submitted_reminds_from_the_row_and_the_appraiser_reads_it(client, office, waiting):
    for address in (HOME, SUBMITTED, reverse("moderation:desk", args=[waiting.pk])):
        page = shown(client, office.author, address)
        assert url_of(waiting) in page, address
        assert office.appraiser.shown_name in page, address
    assert office.appraiser.shown_name in shown(client, office.author, url_of(waiting))
    assert client.post(url_of(waiting)).url == HOME
    assert f"Đã nhắc: {office.appraiser.shown_name}." in shown(client, office.author, HOME)
    assert reached() == [office.appraiser.email]
    letter = mail.outbox[0]
    assert letter.subject.endswith(f"{office.author.shown_name} nhắc bạn: {waiting.title}")
    assert reverse("moderation:desk", args=[waiting.pk]) in letter.body
    told = f"{office.author.shown_name} đã nhắc lúc"
    assert told in shown(client, office.appraiser, HOME)
    assert told in shown(client, office.appraiser, "/admin/viec-phai-lam/")


def test_once_a_day(client, office, waiting):
    signed_in(client, office.author).post(url_of(waiting))
    assert url_of(waiting) not in shown(client, office.author, SUBMITTED)
    assert "Hôm nay đã có người nhắc" in client.post(url_of(waiting)).content.decode()
    assert reached() == [office.appraiser.email]
    tomorrow = timezone.now() + dt.timedelta(days=1)
    remind(page_id=waiting.pk, user=office.author, now=tomorrow)
    assert reached() == [office.appraiser.email] * 2


def test_a_text_that_came_back_and_went_out_again_is_not_told_twice_a_day(office, waiting):
    remind(page_id=waiting.pk, user=office.author, now=timezone.now())
    move = {"user": office.appraiser, "seen": seen(waiting), "now": timezone.now()}
    return_page(page_id=waiting.pk, **move, comment="Thiếu nguồn.")
    waiting.refresh_from_db()
    waiting.current_workflow_state.resume(user=office.author)
    run_jobs()
    mail.outbox.clear()
    remind(page_id=waiting.pk, user=office.author, now=timezone.now())
    assert reached() == []


def test_the_next_step_may_be_reminded_of_on_the_same_day(office, waiting):
    remind(page_id=waiting.pk, user=office.author, now=timezone.now())
    appraise(waiting, office.appraiser)
    run_jobs()
    mail.outbox.clear()
    people = remind(page_id=waiting.pk, user=office.author, now=timezone.now())
    assert people == [office.approver]
    assert reached() == [office.approver.email]


def test_an_agency_admin_reminds_and_a_colleague_or_stranger_does_not(client, office, waiting):
    admin = make_member(office.agency, Role.AGENCY_ADMIN)
    people = shown(client, admin, reverse("agencies_people:index"))
    assert f'href="{reverse("moderation:agency")}">Nhắc, giao việc' in people
    assert url_of(waiting) in shown(client, admin, reverse("moderation:agency"))
    colleague = make_member(office.agency, Role.AUTHOR)
    signed_in(client, colleague).post(url_of(waiting))
    stranger = signed_in(client, make_office("SYT").author)
    assert stranger.post(url_of(waiting)).status_code == 404
    assert not Submission.objects.exclude(reminded_at=None).exists()
    signed_in(client, admin).post(url_of(waiting))
    assert Submission.objects.get().reminded_by == admin


def test_what_came_back_waits_for_its_author(office, waiting):
    admin = make_member(office.agency, Role.AGENCY_ADMIN)
    move = {"user": office.appraiser, "seen": seen(waiting), "now": timezone.now()}
    return_page(page_id=waiting.pk, **move, comment="Thiếu nguồn.")
    run_jobs()
    mail.outbox.clear()
    assert remind(page_id=waiting.pk, user=admin, now=timezone.now()) == [office.author]
    with pytest.raises(ValidationError, match="chờ chính bạn"):
        remind(page_id=waiting.pk, user=office.author, now=timezone.now() + dt.timedelta(days=1))


def test_a_reminder_that_is_overtaken_is_not_sent(office, waiting):
    remind(page_id=waiting.pk, user=office.author, now=timezone.now())
    appraise(waiting, office.appraiser)
    assert office.appraiser.email not in reached()


def test_nobody_to_remind_says_who_assigns_one(client, office):
    draft = make_draft(office)
    hand_in(draft, office.author)
    office.appraiser.memberships.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    page = shown(client, office.author, url_of(draft))
    assert "quản trị trang" in page
    assert "Gửi lời nhắc" not in page
