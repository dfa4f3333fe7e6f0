"""Topics that the words of an item suggest: ticked for the reviewer, given by nobody yet."""

import pytest
from django.urls import reverse

from aggregator.models import ItemStatus, LibraryItem
from legal_updates.models import Topic
from tests.factories.sections import make_item

pytestmark = pytest.mark.django_db

LIST = reverse("aggregator_libraryitem_modeladmin_index")
REVIEW = reverse("aggregator_libraryitem_modeladmin_review")
EDIT = "/admin/aggregator/libraryitem/edit/{}/"
INSPECT = "/admin/aggregator/libraryitem/inspect/{}/"


@pytest.fixture
def item() -> LibraryItem:
    """An item that waits and says what it is about."""
    return make_item("Bảng giá đất mới của tỉnh Gia Lai", status=ItemStatus.NEW)


def ticked(desk, item: LibraryItem) -> list[str]:
    form = desk.get(EDIT.format(item.pk)).context["form"]
    return [topic.slug for topic in form.initial["topics"]]


def test_a_new_item_comes_with_its_likely_topics_ticked(desk, item):
    assert ticked(desk, item) == ["dat-dai"]
    assert not item.topics.exists()
    assert "Đất đai" in desk.get(INSPECT.format(item.pk)).content.decode()


def test_what_the_reviewer_leaves_ticked_becomes_a_topic(desk, item):
    topic = Topic.objects.get(slug="dat-dai")
    form = {"title": item.title, "excerpt": "", "topics": [topic.pk]}
    desk.post(EDIT.format(item.pk), form)
    assert list(item.topics.all()) == [topic]


def test_what_the_reviewer_took_away_does_not_come_back(desk, item):
    desk.post(EDIT.format(item.pk), {"title": item.title, "excerpt": "", "topics": []})
    assert ticked(desk, item) == []


def test_topics_of_the_source_are_not_doubted(desk, item):
    topic = Topic.objects.get(slug="thue-phi-le-phi-cac-khoan-thu-khac")
    item.topics.add(topic)
    assert ticked(desk, item) == [topic.slug]


def test_the_row_shows_the_likely_topics_ticked(desk, item):
    topic = Topic.objects.get(slug="dat-dai")
    row = desk.get(LIST).content.decode()
    assert f'name="topics-{item.pk}" value="{topic.pk}" checked' in row


@pytest.fixture
def published() -> LibraryItem:
    """An item of a trusted source, public without a review, with one of its two topics."""
    item = make_item("Bảng giá đất và học phí mới của tỉnh Gia Lai")
    item.topics.add(Topic.objects.get(slug="dat-dai"))
    return item


def test_a_missing_topic_of_a_public_item_is_proposed_and_added_with_one_click(desk, published):
    school = Topic.objects.get(slug="giao-duc-dao-tao")
    button = f'name="add-topic" value="{published.pk}-{school.pk}"'
    assert button in desk.get(LIST, {"status": "published"}).content.decode()
    assert published.topics.count() == 1
    desk.post(REVIEW, {"add-topic": f"{published.pk}-{school.pk}"})
    assert {topic.slug for topic in published.topics.all()} == {"dat-dai", "giao-duc-dao-tao"}
    assert button not in desk.get(LIST, {"status": "published"}).content.decode()
    history = desk.get(f"/admin/aggregator/libraryitem/history/{published.pk}/").content.decode()
    assert school.name in history


def test_what_a_reviewer_chose_lacks_nothing(desk, published):
    LibraryItem.objects.update(reviewed_at=published.fetched_at)
    assert "add-topic" not in desk.get(LIST, {"status": "published"}).content.decode()


@pytest.mark.parametrize("value", ["", "x-1", "1", "0-0", "999999999-1"])
def test_a_topic_or_item_that_does_not_exist_changes_nothing(desk, published, value):
    assert desk.post(REVIEW, {"add-topic": value}).status_code == 302
    assert published.topics.count() == 1


def test_what_stands_in_the_row_is_given_on_approval(desk, item):
    land, tax = Topic.objects.get(slug="dat-dai"), Topic.objects.get(slug="tai-chinh")
    form = {"approve": item.pk, f"topics-{item.pk}": ["", str(land.pk), " TÀI chính "]}
    desk.post(REVIEW, form)
    assert {*item.topics.all()} == {land, tax}


def test_what_was_unticked_in_the_row_is_not_given(desk, item):
    desk.post(REVIEW, {"approve": item.pk, f"topics-{item.pk}": ""})
    item.refresh_from_db()
    assert item.status == ItemStatus.PUBLISHED
    assert not item.topics.exists()


def test_a_name_that_is_no_topic_is_told(desk, item):
    form = {"approve": item.pk, f"topics-{item.pk}": ["", "Chuyện phiếm"]}
    assert "Chuyện phiếm" in desk.post(REVIEW, form, follow=True).content.decode()


def test_who_approves_without_the_row_approves_the_likely_topics(desk, item):
    desk.post(REVIEW, {"approve": item.pk})
    assert [topic.slug for topic in item.topics.all()] == ["dat-dai"]


def test_topics_of_the_source_stay_as_they_are_on_approval(desk, item):
    topic = Topic.objects.get(slug="thue-phi-le-phi-cac-khoan-thu-khac")
    item.topics.add(topic)
    desk.post(REVIEW, {"approve": item.pk})
    assert list(item.topics.all()) == [topic]


def test_topics_of_what_is_in_the_library_are_mended_in_the_row(desk, item):
    desk.post(REVIEW, {"approve": item.pk})
    topic = Topic.objects.get(slug="tai-chinh")
    assert 'name="topics"' in desk.get(LIST, {"status": "published"}).content.decode()
    desk.post(REVIEW, {"topics": item.pk, f"topics-{item.pk}": ["", str(topic.pk)]})
    item.refresh_from_db()
    assert (list(item.topics.all()), item.status) == ([topic], ItemStatus.PUBLISHED)
