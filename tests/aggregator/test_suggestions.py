"""Topics that the words of an item suggest: ticked for the reviewer, given by nobody yet."""

import pytest

from aggregator.models import ItemStatus, LibraryItem
from legal_updates.models import Topic
from tests.factories.sections import make_item

pytestmark = pytest.mark.django_db

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
