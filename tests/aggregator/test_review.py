"""Reviewing library items: who may, what happens, what a reader then sees."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.search import index

from aggregator.models import ItemStatus, LibraryItem
from aggregator.review_services import APPROVED
from aggregator.selectors import newest_items
from legal_updates.models import LegalDocument, Topic
from network.agencies.models import Role
from tests.factories.accounts import run_jobs
from tests.factories.sections import make_item, make_source

LIST = reverse("aggregator_libraryitem_modeladmin_index")
REVIEW = reverse("aggregator_libraryitem_modeladmin_review")
WHY = {"usual": "old", "words": ""}


def page(browser, address: str = LIST, **query: str) -> str:
    response = browser.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def address(action: str, item: LibraryItem) -> str:
    return reverse(f"aggregator_libraryitem_modeladmin_{action}", args=[item.pk])


def waiting(title: str = "Nghị định mới", **fields) -> LibraryItem:
    return make_item(title, status=ItemStatus.NEW, **fields)


def test_the_queue_shows_what_waits_and_leads_out_to_the_source(desk):
    item = waiting(excerpt="Trích yếu ngắn", document_numbers=["1/2026/NĐ-CP"])
    make_item("Đã ở trong kho")
    text = page(desk)
    for shown in (item.title, "Trích yếu ngắn", "1/2026/NĐ-CP", f'href="{item.link}"'):
        assert shown in text
    assert "Đã ở trong kho" not in text


def test_one_press_takes_an_item_into_the_library(desk, reviewer):
    item, other = waiting(), waiting("Để lại")
    desk.post(REVIEW, {"approve": item.pk})
    item.refresh_from_db()
    other.refresh_from_db()
    assert (item.status, item.reviewed_by) == (ItemStatus.PUBLISHED, reviewer)
    assert timezone.now() - item.reviewed_at < dt.timedelta(minutes=1)
    assert other.status == ItemStatus.NEW
    assert newest_items().get() == item


def test_ticked_items_are_skipped_together(desk):
    items = [waiting(f"Tin {number}") for number in range(3)]
    answer = desk.post(
        REVIEW, {"skip": "selected", "item": [items[0].pk, items[2].pk], **WHY}, follow=True
    )
    assert [each.status for each in LibraryItem.objects.order_by("pk")] == [
        ItemStatus.SKIPPED,
        ItemStatus.NEW,
        ItemStatus.SKIPPED,
    ]
    assert "Tin 1" in answer.content.decode()


def test_after_a_decision_the_list_is_as_it_was(desk):
    item = waiting()
    answer = desk.post(REVIEW, {"approve": item.pk, "next": f"{LIST}?days=7"})
    assert answer.url == f"{LIST}?days=7"
    answer = desk.post(REVIEW, {"skip": item.pk, "next": "https://evil.example.com/", **WHY})
    assert answer.url == LIST


def test_what_repeats_an_item_goes_with_it(desk):
    head = waiting()
    repeat = waiting(source=make_source("Báo Gia Lai"), duplicate_of=head)
    desk.post(REVIEW, {"approve": repeat.pk})
    assert {each.status for each in LibraryItem.objects.all()} == {ItemStatus.PUBLISHED}
    assert newest_items().get() == head


def test_a_wrong_duplicate_can_be_separated(desk):
    head = make_item()
    repeat = make_item("Tin khác", source=make_source(), duplicate_of=head)
    assert "separate" in page(desk, status="all")
    desk.post(REVIEW, {"separate": repeat.pk})
    repeat.refresh_from_db()
    assert (repeat.duplicate_of, repeat.status) == (None, ItemStatus.NEW)


def test_an_item_without_a_link_needs_one_first(desk):
    link = {"link": "", "suggested_link": "https://portal.example.vn/tin/9"}
    item = waiting(**link, document_numbers=["1/2026/NĐ-CP"])
    answer = desk.post(REVIEW, {"approve": item.pk}, follow=True)
    item.refresh_from_db()
    assert item.status == ItemStatus.NEW
    assert "no link" in answer.content.decode() or "chưa có liên kết" in answer.content.decode()
    # Neither the journal nor the register knows of an approval that was none.
    assert not ModelLogEntry.objects.filter(action=APPROVED).exists()
    assert not LegalDocument.objects.exists()
    form = {"title": item.title, "excerpt": "", "link": "https://portal.example.vn/tin/9"}
    desk.post(address("edit", item), form)
    desk.post(REVIEW, {"approve": item.pk})
    assert newest_items().get().link == "https://portal.example.vn/tin/9"


@pytest.mark.parametrize("form", [{}, {"approve": "selected"}, {"approve": "1 OR 1"}, {"skip": ""}])
def test_a_form_that_names_nothing_changes_nothing(desk, form):
    waiting()
    assert desk.post(REVIEW, form).status_code == 302
    assert LibraryItem.objects.get().status == ItemStatus.NEW


def test_a_correction_is_kept_and_signed_and_found(
    desk, reviewer, django_capture_on_commit_callbacks
):
    item = waiting("Tên sai")
    topic = Topic.objects.get(slug="dat-dai")
    form = {"title": "Bảng giá đất", "excerpt": "Rõ hơn", "topics": [topic.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(address("edit", item), form).status_code == 302
    run_jobs()
    item.refresh_from_db()
    assert (item.title, item.excerpt, item.corrected) == ("Bảng giá đất", "Rõ hơn", True)
    assert item.reviewed_by == reviewer
    assert list(item.topics.all()) == [topic]
    page(desk)  # shows the message of the form
    assert "Bảng giá đất" in page(desk, q="bang gia dat")


def test_the_link_of_the_source_cannot_be_changed(desk):
    item = waiting()
    form = {"title": item.title, "excerpt": "", "link": "https://evil.example.com/"}
    desk.post(address("edit", item), form)
    link = item.link
    item.refresh_from_db()
    assert (item.link, item.corrected) == (link, False)


def test_topics_alone_are_no_correction_of_the_words(desk):
    item = waiting()
    topic = Topic.objects.get(slug="dat-dai")
    desk.post(address("edit", item), {"title": item.title, "excerpt": "", "topics": [topic.pk]})
    item.refresh_from_db()
    assert (list(item.topics.all()), item.corrected) == ([topic], False)


def test_search_is_folded_and_filters_narrow(desk):
    province = make_source("Báo Gia Lai", level="provincial")
    old = timezone.now() - dt.timedelta(days=20)
    waiting("Đất đai ở xã", source=province)
    waiting("Đất đai toàn quốc", source=make_source("Công báo"), fetched_at=old)
    assert page(desk, q="dat dai").count("Đất đai ở xã") > 0
    for query in ({"level": "provincial"}, {"source": str(province.pk)}, {"days": "7"}):
        text = page(desk, **query, q="đất đai")
        assert "Đất đai ở xã" in text, query
        assert "Đất đai toàn quốc" not in text, query


@pytest.mark.parametrize(
    "query",
    [
        {"reviewed_by__password__startswith": "md5"},
        {"source__url__contains": "a"},
        {"status": "all' OR 1"},
        {"source": "0"},
        {"khong": "co"},
    ],
)
def test_a_question_that_is_not_on_the_list_is_not_answered(desk, query):
    waiting()
    answer = desk.get(LIST, query)
    assert (answer.status_code, answer.url) == (302, LIST)


@pytest.mark.parametrize("query", [{"p": "9999"}, {"p": "-1"}, {"p": "abc"}, {"o": "9.-9.x"}])
def test_odd_pages_and_orders_do_no_harm(desk, query):
    waiting()
    assert desk.get(LIST, query, follow=True).status_code == 200


def test_an_empty_queue_says_where_to_go_on(desk):
    assert reverse("aggregator_source_modeladmin_index") in page(desk)
    make_item()
    assert "?status=all" in page(desk)


@pytest.mark.usefixtures("with_and_without_guard")
def test_the_overseer_looks_and_changes_nothing(seat):
    browser, item = seat(Role.OVERSEER), waiting()
    text = page(browser)
    assert item.title in text
    assert 'name="approve"' not in text
    assert item.title in page(browser, address("inspect", item))
    for target, form in (
        (REVIEW, {"approve": item.pk}),
        (address("edit", item), {"title": "Khác", "excerpt": ""}),
    ):
        assert browser.post(target, form).status_code in (302, 403, 404)
        item.refresh_from_db()
        assert (item.status, item.title) == (ItemStatus.NEW, "Nghị định mới")


@pytest.mark.usefixtures("with_and_without_guard")
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN])
def test_people_of_an_agency_neither_see_nor_review(seat, role):
    browser, item = seat(role), waiting()
    assert browser.get(LIST).status_code in (302, 403, 404)
    assert browser.post(REVIEW, {"approve": item.pk}).status_code in (302, 403, 404)
    item.refresh_from_db()
    assert item.status == ItemStatus.NEW


def test_nobody_reviews_by_following_a_link(desk):
    item = waiting()
    assert desk.get(REVIEW, {"approve": item.pk}).status_code == 405


def test_an_item_shows_what_a_decision_needs(desk):
    source = make_source("Công báo", licence_note="Văn bản công khai")
    item = waiting(source=source, excerpt="Trích yếu")
    text = page(desk, address("inspect", item))
    for shown in ("Trích yếu", "Văn bản công khai", item.link, 'name="approve"', 'name="skip"'):
        assert shown in text


def test_markup_of_a_source_is_shown_as_text(desk):
    item = waiting("<script>alert(1)</script>", excerpt="<img src=x onerror=alert(1)>")
    for text in (page(desk), page(desk, address("inspect", item))):
        assert "<script>alert(1)" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize("query", [{"status": "all"}, {"status": "all", "q": "tin"}])
def test_the_number_of_items_and_sources_costs_no_queries(desk, query):
    costs = []
    for size in (2, 12):
        for number in range(size):
            head = make_item(f"Tin {number}", source=make_source())
            index.insert_or_update_object(
                make_item(f"Tin {number} nữa", source=make_source(), duplicate_of=head)
            )
        page(desk, **query)
        with CaptureQueriesContext(connection) as queries:
            page(desk, **query)
        costs.append(len(queries))
    assert costs[0] == costs[1]
