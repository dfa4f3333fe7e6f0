"""What answers a query says what it is about: others of its topics come before and after."""

import pytest
from django.utils.http import urlencode

from legal_updates.models import Topic
from network.hub.search import ordering
from network.hub.search.keeping import refresh_changed
from network.hub.search.vocabulary import count_words
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db
ANSWER = "Tranh chấp ranh giới rẫy cà phê"
SAME_TOPIC, OTHER_TOPIC = "Ranh giới rẫy và lối đi", "Ranh giới rẫy và bờ rào"
PARTLY = "Đo lại rẫy"


@pytest.fixture
def found(client):
    """The titles that a search for a boundary finds, of articles of two topics."""
    place = make_place(make_section())
    for title, topic in (
        (SAME_TOPIC, "dat-dai"),
        (OTHER_TOPIC, "giao-thong-van-tai"),
        (ANSWER, "dat-dai"),
        (PARTLY, "dat-dai"),
        ("Rẫy mới", "dat-dai"),
    ):
        article = make_article(place, title)
        article.topics.add(Topic.objects.get(slug=topic))
        article.save()
    refresh_changed()
    count_words()

    def search(words: str, **more: str) -> list[str]:
        answer = client.get(f"/tim-kiem/?{urlencode({'q': words} | more)}")
        return [each.entry.title for each in answer.context["answers"]]

    return search


def test_a_page_of_the_same_topic_comes_before_one_of_another(found, monkeypatch):
    ranked = found("rẫy")
    assert ranked.index(SAME_TOPIC) < ranked.index(OTHER_TOPIC)
    monkeypatch.setattr(ordering, "_ON_TOPIC", 0.0)
    ranked = found("rẫy")
    assert ranked.index(OTHER_TOPIC) < ranked.index(SAME_TOPIC)


def test_few_results_are_followed_by_others_of_their_topic(found):
    words = "tranh chấp ranh giới rẫy cà phê"
    assert PARTLY in found(words)
    assert PARTLY not in found(words, sapxep="moi")
