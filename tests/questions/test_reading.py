"""The list of answered questions of all agencies."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from legal_updates.models import Topic
from network.core.freshness.dependencies import collecting
from network.questions.selectors import newest_questions
from tests.factories.sections import make_answer, make_article, make_place, make_section

pytestmark = pytest.mark.django_db
LIST = "/hoi-dap/"


@pytest.fixture
def places(db):
    return [make_place(make_section(name)) for name in ("Sở Tư pháp", "Sở Y tế")]


def shown(client, query: str = "") -> list[str]:
    return [page.title for page in client.get(LIST + query).context["answers"]]


def test_answers_of_all_agencies_stand_there_newest_first_and_nothing_else(client, places):
    make_article(places[0], "Bài viết khác")
    for number, place in enumerate([*places, *places]):
        make_answer(place, f"Câu {number}", date=f"2026-11-{10 + number}")
    make_answer(places[0], "Bản nháp", live=False)
    assert shown(client) == ["Câu 3", "Câu 2", "Câu 1", "Câu 0"]


def test_they_are_narrowed_by_topic_and_agency(client, places):
    land = make_answer(places[0], "Về đất đai")
    land.topics.add(Topic.objects.get(slug="dat-dai"))
    land.save()
    make_answer(places[1], "Về y tế")
    assert shown(client, "?linhvuc=dat-dai") == ["Về đất đai"]
    assert shown(client, "?coquan=so-y-te") == ["Về y tế"]
    assert shown(client, "?linhvuc=khong-co&coquan=%00") == ["Về y tế", "Về đất đai"]


def test_the_list_costs_ten_queries_at_most_however_many_there_are(client, places):
    for place in places * 10:
        make_answer(place)
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(LIST)
    assert len(asked) <= 10


def test_the_newest_are_one_query_and_say_what_they_depend_on(places):
    make_answer(places[0], "Câu hỏi")
    with CaptureQueriesContext(connection) as asked, collecting() as names:
        (newest,) = newest_questions(number=4)
    assert (newest.agency_name, len(asked)) == ("Sở Tư pháp", 1)
    assert {"hub", "agencies"} <= names
