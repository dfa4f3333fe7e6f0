"""Lists and buttons that used to lead nowhere."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.moderation.exceptional_services import withdraw_page
from network.moderation.models import EditorialRules, Submission, WithdrawalReason
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of, press
from tests.factories.moderation import (
    appraise,
    hand_in,
    make_draft,
    make_member,
    make_office,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(office):
    return hand_in(make_draft(office), office.author)


def panel_of(client, user, name):
    panels = signed_in(client, user).get("/admin/").context["panels"]
    return next((panel for panel in panels if getattr(panel, "name", "") == name), None)


def listed(client, user, name, query=""):
    answer = signed_in(client, user).get(reverse(f"moderation:{name}") + query)
    return answer.status_code, [item.title for item in answer.context["items"]]


def withdraw(article, office):
    withdraw_page(
        page_id=article.pk,
        user=office.approver,
        reason=WithdrawalReason.ERROR,
        comment="Sai mức phạt.",
        now=timezone.now(),
    )


def test_no_button_publishes_or_withdraws_many_pages(client, office, article):
    section = office.home.get_children().get(slug="tin-tuc")
    shown = signed_in(client, office.author).get(f"/admin/pages/{section.pk}/").content.decode()
    assert "/admin/bulk/wagtailcore/page/delete/" in shown
    assert "/admin/bulk/wagtailcore/page/publish/" not in shown
    assert "/admin/bulk/wagtailcore/page/unpublish/" not in shown


def test_the_approver_finds_what_may_be_published_urgently(client, office, article):
    assert panel_of(client, office.approver, "urgent") is None
    EditorialRules.objects.create(agency=office.agency, urgent_allowed=True)
    items = panel_of(client, office.approver, "urgent").items
    assert [(item.title, item.url) for item in items] == [(article.title, desk_of(article))]
    assert listed(client, office.approver, "urgent") == (200, [article.title])
    assert panel_of(client, office.appraiser, "urgent") is None
    press(signed_in(client, office.approver), article, "publish_urgently", comment="Bão đến.")
    assert panel_of(client, office.approver, "urgent") is None


def test_the_admin_sees_what_waits_how_long_and_whom_for(client, office, article):
    office.appraiser.last_name, office.appraiser.first_name = "Nguyễn Thị", "Lan"
    office.appraiser.save()
    items = panel_of(client, office.agency_admin, "agency").items
    assert [item.title for item in items] == [article.title]
    assert "Nguyễn Thị Lan" in items[0].facts and "trước" in items[0].facts + " trước"
    appraise(article, office.appraiser)
    facts = panel_of(client, office.agency_admin, "agency").items[0].facts
    assert office.approver.last_name in facts and "Nguyễn Thị Lan" not in facts
    assert press(client, article, "approve").status_code == 403


def test_the_admin_is_told_where_nobody_may_decide(client, office):
    hand_in(make_draft(office, author=office.appraiser), office.appraiser)
    facts = panel_of(client, office.agency_admin, "agency").items[0].facts
    assert "chưa có người" in facts


def test_only_the_agency_s_own_admin_reads_its_queue(client, office, article):
    stranger = make_office("SYT")
    assert listed(client, stranger.agency_admin, "agency") == (200, [])
    signed_in(client, office.author)
    assert client.get(reverse("moderation:agency")).status_code == 403


def test_the_start_page_counts_what_waits_too_long(client, office, article):
    late = hand_in(make_draft(office), office.author)
    long_ago = timezone.now() - dt.timedelta(days=8)
    Submission.objects.filter(page=late).update(since=long_ago)
    overseer = make_member(make_office("BTP").agency, Role.OVERSEER)
    shown = signed_in(client, overseer).get("/admin/").content.decode()
    address = reverse("moderation:open") + "?qua-han=1"
    assert address in shown and "bài chờ quá hạn" in shown
    assert listed(client, overseer, "open", "?qua-han=1") == (200, [late.title])
    item = panel_of(client, office.agency_admin, "agency").items[0]
    assert (item.title, bool(item.warning)) == (late.title, True)


def test_the_author_reads_that_a_page_was_withdrawn_and_why(client, office):
    article = publish(make_draft(office), office)
    Submission.objects.update(closed_at=timezone.now() - dt.timedelta(days=40))
    withdraw(article, office)
    items = panel_of(client, office.author, "finished").items
    assert [(item.title, item.state) for item in items] == [(article.title, "Đã gỡ")]
    assert items[0].remark == "Nội dung có sai sót. Sai mức phạt."
    assert panel_of(client, office.author, "drafts") is None
    article.refresh_from_db()
    article.save_revision(user=office.author)
    items = panel_of(client, office.author, "drafts").items
    assert [(item.title, item.state) for item in items] == [(article.title, "Đã gỡ")]


def test_wagtail_s_lists_call_it_withdrawn_too(client, office):
    article = publish(make_draft(office), office)
    withdraw(article, office)
    article.refresh_from_db()
    assert article.status_string == "đã gỡ"
    assert make_draft(office).status_string != "đã gỡ"
