"""The review queue: reasons, two reviewers at once, what its filters find."""

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from aggregator.models import ItemStatus, LibraryItem
from aggregator.review_services import SKIPPED
from legal_updates.models import Topic
from legal_updates.selectors import document_address
from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.documents import make_document
from tests.factories.people import make_member
from tests.factories.sections import make_item, make_source

LIST = reverse("aggregator_libraryitem_modeladmin_index")
REVIEW = reverse("aggregator_libraryitem_modeladmin_review")
OTHER = {"usual": "other", "words": "Tin quảng cáo"}


def waiting(title: str = "Nghị định mới", **fields) -> LibraryItem:
    return make_item(title, status=ItemStatus.NEW, **fields)


def shown(browser: Client, **query: str) -> str:
    return browser.get(LIST, query).content.decode()


@pytest.fixture
def second(office) -> Client:
    """The browser of a second network admin."""
    member = make_member(office, Role.NETWORK_ADMIN, name="Trần Bình")
    return signed_in(Client(), member)


def test_who_skips_is_asked_why_and_nothing_happens_before(desk):
    item = waiting()
    answer = desk.post(REVIEW, {"skip": item.pk, "next": f"{LIST}?days=7"})
    text = answer.content.decode()
    assert item.title in text
    assert f'value="{LIST}?days=7"' in text
    item.refresh_from_db()
    assert item.status == ItemStatus.NEW


def test_the_reason_is_kept_shown_and_journalled(desk, reviewer):
    items = [waiting("Tin một"), waiting("Tin hai")]
    form = {"skip": "selected", "item": [each.pk for each in items], **OTHER}
    desk.post(REVIEW, form)
    assert set(LibraryItem.objects.values_list("status", "reason")) == {
        (ItemStatus.SKIPPED, "Tin quảng cáo")
    }
    assert shown(desk, status="skipped").count("Tin quảng cáo") == 2
    of_items = ContentType.objects.get_for_model(LibraryItem)
    entries = ModelLogEntry.objects.filter(action=SKIPPED, content_type=of_items)
    assert {(entry.user, entry.data["reason"]) for entry in entries} == {
        (reviewer, "Tin quảng cáo")
    }
    assert entries.count() == 2


@pytest.mark.parametrize("form", [{"words": ""}, {"usual": "other", "words": "  "}])
def test_without_a_reason_nothing_is_skipped(desk, form):
    item = waiting()
    assert desk.post(REVIEW, {"skip": item.pk, **form}).status_code == 200
    item.refresh_from_db()
    assert item.status == ItemStatus.NEW


def test_who_comes_second_hears_who_has_decided(desk, second):
    item, other = waiting("Tin một"), waiting("Tin hai")
    seen = {f"seen-{item.pk}": "", f"seen-{other.pk}": ""}
    desk.post(REVIEW, {"approve": item.pk, **seen})
    form = {"skip": "selected", "item": [item.pk, other.pk], **seen, **OTHER}
    text = second.post(REVIEW, form, follow=True).content.decode()
    assert "Nguyễn An" in text
    item.refresh_from_db()
    other.refresh_from_db()
    assert (item.status, other.status) == (ItemStatus.PUBLISHED, ItemStatus.SKIPPED)


def test_who_has_seen_a_decision_may_change_it(desk, second):
    item = waiting()
    desk.post(REVIEW, {"approve": item.pk})
    item.refresh_from_db()
    assert f'name="seen-{item.pk}"' in shown(second, status="published")
    seen = {f"seen-{item.pk}": item.reviewed_at.isoformat()}
    second.post(REVIEW, {"skip": item.pk, **seen, **OTHER})
    item.refresh_from_db()
    assert item.status == ItemStatus.SKIPPED


def test_an_approval_takes_the_old_reason_away(desk):
    item = waiting()
    desk.post(REVIEW, {"skip": item.pk, **OTHER})
    desk.post(REVIEW, {"approve": item.pk})
    item.refresh_from_db()
    assert (item.status, item.reason) == (ItemStatus.PUBLISHED, "")


@pytest.mark.parametrize("search", [{}, {"q": "đất đai"}])
def test_the_queue_narrows_by_topic_and_by_the_state_of_the_source(desk, search):
    item = waiting("Đất đai ở xã", source=make_source("Báo", health="frozen"))
    item.topics.add(Topic.objects.get(slug="dat-dai"))
    waiting("Đất đai toàn quốc", source=make_source("Công báo", health="healthy"))
    for query in ({"topic": "dat-dai"}, {"state": "frozen"}, {"state": "ill"}):
        text = shown(desk, **query, **search)
        assert "Đất đai ở xã" in text, query
        assert "Đất đai toàn quốc" not in text, query
    text = shown(desk, topic="-", **search)
    assert "Đất đai toàn quốc" in text
    assert "Đất đai ở xã" not in text


def test_a_row_names_the_licence_of_its_source(desk):
    waiting(source=make_source("Công báo", licence_note="Văn bản công khai"))
    assert "Văn bản công khai" in shown(desk)


def test_a_row_says_what_is_wrong_with_the_page_of_an_item(desk):
    make_item(status=ItemStatus.NEW, reason="foreign_page")
    assert "Liên kết của tin dẫn sang website khác" in desk.get(LIST).content.decode()


def test_keys_come_from_a_file_and_not_from_the_page(desk):
    waiting()
    assert "aggregator/review.js" in shown(desk)


def test_a_row_says_what_the_register_knows_and_who_else_brought_it(desk):
    known = make_document("168/2024/NĐ-CP")
    item = waiting(document_numbers=[known.number, "9/2031/TT-BYT"])
    repeat = make_item(source=make_source("Báo Gia Lai"), duplicate_of=item, status=ItemStatus.NEW)
    text = shown(desk)
    for told in (document_address(known), known.get_validity_display(), repeat.source.name):
        assert told in text
    assert f'href="{repeat.link}"' in text
    assert text.count("Không có trong") == 1


def test_the_newest_news_stands_first_and_what_has_no_date_last(desk):
    now = timezone.now()
    for title, days in (("Tin cũ", 9), ("Tin mới", 1), ("Tin vừa", 4)):
        waiting(title, published_at=now - dt.timedelta(days=days))
    waiting("Tin không ngày", published_at=None)
    waiting("Tin không ngày vừa thấy", published_at=None, seen_at=now - dt.timedelta(days=2))
    items = desk.get(LIST).context["object_list"]
    assert [each.title for each in items] == [
        "Tin mới",
        "Tin không ngày vừa thấy",
        "Tin vừa",
        "Tin cũ",
        "Tin không ngày",
    ]


def test_the_whole_list_is_decided_on_but_not_what_comes_later(desk):
    items = [waiting(f"Bảng giá đất {number}") for number in range(52)]
    page = desk.get(LIST).context
    assert "52" in desk.get(LIST).content.decode()
    late, taken = waiting("Tin đến sau"), items[0]
    desk.post(REVIEW, {"skip": taken.pk, **OTHER})
    form = {"approve": "selected", "all": "1", "listed": ",".join(map(str, page["listed"]))}
    desk.post(REVIEW, form)
    published = LibraryItem.objects.published()
    assert published.count() == 51
    assert not published.filter(pk__in=[late.pk, taken.pk]).exists()
    assert {topic.slug for item in published for topic in item.topics.all()} == {"dat-dai"}


@pytest.mark.parametrize("query", [{}, {"q": "giá đất"}])
def test_a_list_of_one_page_has_no_rest(desk, query):
    waiting("Bảng giá đất")
    assert "listed" not in desk.get(LIST, query).context


def test_a_search_of_many_pages_is_decided_on_as_a_whole(desk):
    items = [waiting(f"Bảng giá đất {number}") for number in range(51)]
    waiting("Lương tối thiểu")
    listed = desk.get(LIST, {"q": "giá đất"}).context["listed"]
    assert sorted(listed) == [each.pk for each in items]
