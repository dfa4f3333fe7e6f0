"""Who has left an agency reads nothing of it any more: on no list, in no mail."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, CommentReply, PageSubscription
from wagtail.users.models import UserProfile

from network.accounts.models import User
from network.agencies.models import Role
from network.agencies.services import grant_membership
from network.mailing.digests import queue_digests
from network.moderation.comment_mails import end_subscriptions
from network.moderation.models import Submission
from network.moderation.services import return_page
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.moderation import (
    SINCE,
    hand_in,
    make_draft,
    make_member,
    make_office,
    publish,
    seen,
)

pytestmark = pytest.mark.django_db
SECRET = "Bí mật của cơ quan cũ"
LISTS = ("returned", "submitted", "drafts")


@pytest.fixture
def leaver(office) -> User:
    """An author of two agencies, who will leave the first."""
    user = make_member(office.agency, Role.AUTHOR)
    other = make_office("SYT").agency
    grant_membership(user=user, agency=other, role=Role.AUTHOR, valid_from=SINCE)
    return user


def end(user: User, office) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    user.memberships.filter(agency=office.agency).update(valid_to=yesterday)


def send_back(article, office, comment: str = SECRET) -> None:
    return_page(
        page_id=article.pk,
        user=office.appraiser,
        seen=seen(article),
        comment=comment,
        now=timezone.now(),
    )


def texts_of(office, author) -> list[str]:
    """Let the author have a text in each list of one's own; return their new titles."""
    returned, submitted, draft = (make_draft(office, author=author) for _ in range(3))
    for page in (returned, submitted):
        hand_in(page, author)
    send_back(returned, office)
    for number, page in enumerate((returned, submitted, draft)):
        page.draft_title = f"Tên mới {number}"
        page.save(update_fields=["draft_title"])
    return [page.draft_title for page in (returned, submitted, draft)]


def screens(client, user) -> str:
    signed_in(client, user)
    addresses = ["/admin/", *(reverse(f"moderation:{name}") for name in LISTS)]
    return "".join(client.get(address).content.decode() for address in addresses)


def mails_to(user) -> list[str]:
    mail.outbox.clear()
    run_jobs()
    return [f"{each.subject}\n{each.body}" for each in mail.outbox if each.to == [user.email]]


def test_the_lists_of_one_s_own_texts_end_with_the_assignment(client, office, leaver):
    titles = texts_of(office, leaver)
    before = screens(client, leaver)
    assert all(title in before for title in titles)
    assert SECRET in before
    end(leaver, office)
    after = screens(client, leaver)
    assert not [title for title in titles if title in after]
    assert SECRET not in after


def test_a_mail_asks_for_the_right_when_it_is_sent(office, leaver):
    article = hand_in(make_draft(office, author=leaver), leaver)
    send_back(article, office)
    # Queued while the right was there; the job comes later.
    end(leaver, office)
    assert mails_to(leaver) == []


@pytest.mark.parametrize("role", [Role.NETWORK_ADMIN, Role.REPORT_VIEWER])
def test_a_role_of_the_network_keeps_no_mail_of_the_agency(office, leaver, role):
    article = hand_in(make_draft(office, author=leaver), leaver)
    end(leaver, office)
    grant_membership(user=leaver, agency=office.agency, role=role, valid_from=SINCE)
    send_back(article, office)
    Submission.objects.update(since=timezone.now() - dt.timedelta(days=30))
    assert mails_to(leaver) == []
    queue_digests(now=timezone.now())
    assert mails_to(leaver) == []


def rows(prefix: str, fields: list[dict[str, str]], old: int) -> dict[str, str]:
    """Return what a formset posts; the first `old` rows are in the database."""
    named = {f"{prefix}-TOTAL_FORMS": str(len(fields)), f"{prefix}-INITIAL_FORMS": str(old)}
    for number, row in enumerate(fields):
        named |= {f"{prefix}-{number}-{key}": value for key, value in row.items()}
    return named


def save_comments(article, user: User, *, new: str = "", reply: str = "") -> None:
    """Save in the editor with a new comment or a reply to the first one, as a browser posts it."""
    client = signed_in(Client(), user)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    shown = BeautifulSoup(client.get(address).content.decode(), "html.parser")
    form = {each["name"]: each.get("value", "") for each in shown.select("#page-edit-form input")}
    form |= {each["name"]: each.text for each in shown.select("#page-edit-form textarea[name]")}
    form |= {"body-count": "0"}
    here = {"contentpath": "title", "position": "", "deleted": "", "resolved": ""}
    known = [here | {"id": str(row.pk), "text": row.text} for row in Comment.objects.all()]
    added = [here | {"id": "", "text": new}] if new else []
    form |= rows("comments", known + added, len(known))
    for number in range(len(known + added)):
        words = [{"id": "", "text": reply, "deleted": ""}] if reply and number == 0 else []
        form |= rows(f"comments-{number}-replies", words, 0)
    assert client.post(address, form).status_code == 302


def follow(article, user: User) -> None:
    PageSubscription.objects.update_or_create(
        page=article, user=user, defaults={"comment_notifications": True}
    )


def test_comments_are_mailed_to_who_follows_and_serves(office, leaver):
    article = make_draft(office, author=leaver)
    follow(article, leaver)
    save_comments(article, office.agency_admin, new="Xem lại câu này")
    (letter,) = mails_to(leaver)
    assert "Xem lại câu này" in letter
    save_comments(article, office.agency_admin, new=SECRET)
    # Queued while the right was there; the job comes later.
    end(leaver, office)
    assert mails_to(leaver) == []


def test_who_wrote_in_a_thread_hears_of_it_until_they_leave(office, leaver):
    article = make_draft(office, author=leaver)
    save_comments(article, leaver, new="Câu hỏi của tôi")
    save_comments(article, office.agency_admin, reply="Trả lời một")
    (letter,) = mails_to(leaver)
    assert "Trả lời một" in letter
    end(leaver, office)
    save_comments(article, office.agency_admin, reply=SECRET)
    assert CommentReply.objects.filter(text=SECRET).exists()
    assert mails_to(leaver) == []


def test_who_switched_these_mails_off_gets_none(office, leaver):
    article = make_draft(office, author=leaver)
    follow(article, leaver)
    UserProfile.objects.create(user=leaver, updated_comments_notifications=False)
    save_comments(article, office.agency_admin, new="Xem lại câu này")
    assert mails_to(leaver) == []


def test_subscriptions_end_with_the_assignment(office, leaver):
    stays, leaves = (publish(make_draft(office), office) for _ in range(2))
    follow(stays, office.author)
    follow(leaves, leaver)
    assert end_subscriptions(now=timezone.now()) == 0
    end(leaver, office)
    assert end_subscriptions(now=timezone.now()) == 1
    assert PageSubscription.objects.filter(page=stays, user=office.author).exists()
