"""The agency's screen of pages to review, and what the overseer sees of it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from legal_updates.citing.opening_reviews import open_page_reviews
from legal_updates.citing.reviews.services import close_updated, confirm_still_right
from legal_updates.models import PageReview
from legal_updates.models.choices import ReviewOutcome, Validity
from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.documents import backdate, make_change, make_document
from tests.factories.moderation import make_draft, make_member, make_office, publish

pytestmark = pytest.mark.django_db
NUMBER = "34/2020/NĐ-CP"
BODY = [("paragraph", f"<p>Theo Nghị định số {NUMBER}.</p>")]
LIST = "/admin/trang-can-ra-soat/"


@pytest.fixture
def review(office):
    decree = make_document(NUMBER)
    backdate(publish(make_draft(office, body=BODY, title="Bài dẫn nghị định"), office))
    change = make_change(decree)
    open_page_reviews(change_id=change.pk, now=timezone.now())
    return PageReview.objects.get()


def address(review: PageReview) -> str:
    return reverse("legal_reviews:review", args=[review.pk])


def confirm(review: PageReview, user, *, seen: int | None = None) -> PageReview:
    return confirm_still_right(
        review_id=review.pk,
        seen_change_id=seen or review.change_id,
        user=user,
        note="Đã đối chiếu",
        now=timezone.now(),
    )


@pytest.mark.parametrize("role", ["author", "appraiser", "approver", "agency_admin"])
def test_the_agency_s_people_see_the_page_and_what_changed(client, office, review, role):
    client = signed_in(client, office.people[role])
    text = client.get(LIST).content.decode()
    assert "Bài dẫn nghị định" in text
    assert "Nghị định 34/2020/NĐ-CP đã hết hiệu lực" in text
    assert address(review) in text
    assert "Trang cần rà soát" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", ["appraiser", "approver", "agency_admin"])
def test_who_appraises_approves_or_administers_confirms(client, office, review, role):
    client = signed_in(client, office.people[role])
    form = {"seen": review.change_id, "note": "Đã đối chiếu Điều 5"}
    assert client.post(address(review), form).status_code == 302
    review.refresh_from_db()
    assert (review.outcome, review.note) == (ReviewOutcome.STILL_RIGHT, "Đã đối chiếu Điều 5")
    assert review.closed_by == office.people[role]
    assert "Bài dẫn nghị định" not in client.get(LIST).content.decode()


def test_an_author_sees_the_task_but_does_not_confirm(client, office, review):
    client = signed_in(client, office.author)
    text = client.get(address(review)).content.decode()
    assert 'name="note"' not in text
    assert reverse("wagtailadmin_pages:edit", args=[review.page_id]) in text
    form = {"seen": review.change_id, "note": "Vẫn đúng"}
    assert client.post(address(review), form).status_code in (302, 403)
    review.refresh_from_db()
    assert review.outcome == ReviewOutcome.OPEN
    with pytest.raises(ValidationError):
        confirm(review, office.author)


def test_another_agency_s_review_is_not_there(client, office, review):
    foreign = make_office("SYT")
    client = signed_in(client, foreign.approver)
    assert "Bài dẫn nghị định" not in client.get(LIST).content.decode()
    assert client.get(address(review)).status_code == 404
    assert client.post(address(review), {"seen": 1, "note": "x"}).status_code == 404


def test_the_ways_to_edit_and_withdraw_are_offered_to_whom_they_are_open(client, office, review):
    withdrawal = reverse("moderation:withdraw", kwargs={"page_id": review.page_id})
    for role, offered in (("approver", True), ("appraiser", False)):
        text = signed_in(client, office.people[role]).get(address(review)).content.decode()
        assert (withdrawal in text) is offered
        assert reverse("wagtailadmin_pages:edit", args=[review.page_id]) in text


def test_of_two_who_confirm_at_once_the_second_hears_of_the_first(office, review):
    confirm(review, office.approver)
    with pytest.raises(ValidationError, match="đã được xử lý"):
        confirm(review, office.appraiser)
    review.refresh_from_db()
    assert review.closed_by == office.approver


def test_who_looked_at_an_earlier_change_looks_again(client, office, review):
    seen = review.change_id
    newer = make_change(review.document, became=Validity.OBSOLETE)
    open_page_reviews(change_id=newer.pk, now=timezone.now())
    client = signed_in(client, office.approver)
    answer = client.post(address(review), {"seen": seen, "note": "Vẫn đúng"})
    assert "lại vừa thay đổi" in answer.content.decode()
    review.refresh_from_db()
    assert review.outcome == ReviewOutcome.OPEN


def test_a_text_approved_before_the_change_does_not_end_the_review(office, review):
    article = review.page.specific
    article.save_revision(user=office.author)
    publish(article, office)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    newer = make_change(review.document, became=Validity.OBSOLETE, day=tomorrow)
    later = timezone.now() + dt.timedelta(days=2)
    open_page_reviews(change_id=newer.pk, now=later)
    assert close_updated(page=article, written_at=later, user=office.approver, now=later) == 0
    assert PageReview.objects.get(change=newer).outcome == ReviewOutcome.OPEN


def test_a_text_approved_since_the_change_ends_the_review_and_the_notice(client, office, review):
    article = review.page.specific
    assert "law-notices" in client.get(article.url).content.decode()
    article.save_revision(user=office.author)
    publish(article, office)
    review.refresh_from_db()
    assert review.outcome == ReviewOutcome.UPDATED
    assert "law-notices" not in client.get(article.url).content.decode()


def test_the_overseer_reads_all_agencies_with_what_is_late(client, office, review):
    PageReview.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    client = signed_in(client, make_member(make_office("TTT").agency, Role.OVERSEER))
    text = client.get("/admin/trang-can-ra-soat/co-quan/").content.decode()
    assert office.agency.name in text
    late = client.get("/admin/trang-can-ra-soat/toan-mang/?overdue=on").content.decode()
    assert "Bài dẫn nghị định" in late
    PageReview.objects.update(due_on=timezone.localdate())
    late = client.get("/admin/trang-can-ra-soat/toan-mang/?overdue=on").content.decode()
    assert "Bài dẫn nghị định" not in late
    assert client.get(address(review)).status_code in (403, 404, 302)


def test_a_list_of_many_agencies_costs_no_more(client, office, review):
    client = signed_in(client, make_member(make_office("TTT").agency, Role.OVERSEER))
    addresses = ["/admin/trang-can-ra-soat/co-quan/", "/admin/trang-can-ra-soat/toan-mang/"]

    def queries() -> list[int]:
        counts = []
        for each in addresses:
            client.get(each)
            with CaptureQueriesContext(connection) as captured:
                client.get(each)
            counts.append(len(captured))
        return counts

    before = queries()
    for code in ("SYT", "SNV", "STC"):
        other = make_office(code)
        publish(make_draft(other, body=BODY), other)
    change = make_change(review.document, became=Validity.OBSOLETE)
    open_page_reviews(change_id=change.pk, now=timezone.now())
    assert queries() == before
