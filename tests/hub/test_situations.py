"""Tôi cần ...: what a keeper chose for a need, and what the need's own searches find."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from legal_updates.models.choices import Validity
from network.hub.models import Situation
from network.hub.search.keeping import refresh_changed
from network.hub.search.vocabulary import count_words
from network.hub.situation_pages.selectors import SituationPage
from tests.factories.accounts import signed_in
from tests.factories.documents import make_document
from tests.factories.moderation import make_office
from tests.factories.sections import (
    make_answer,
    make_article,
    make_hub,
    make_material,
    make_place,
    make_section,
)

pytestmark = pytest.mark.django_db
PAGE, TODAY = "/toi-can/dat-dai/", timezone.localdate


def text_of(client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    text = response.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def blocks(kind: str, *values: object) -> str:
    return json.dumps([{"type": kind, "value": value} for value in values])


@pytest.fixture
def need() -> Situation:
    return Situation.objects.get(slug="dat-dai")


@pytest.fixture
def place():
    home = make_section("Sở Nông nghiệp và Môi trường", code="SNNMT-2025", phone="0269.0000.006")
    return make_place(home)


def curated(need: Situation, *pages: object) -> Situation:
    need.keeper_code, need.reviewed_on = "SNNMT-2025", TODAY()
    need.steps = blocks("step", *({"title": f"Bước {n}.", "text": "Hỏi xã."} for n in range(4)))
    need.questions = blocks("question", *(page.pk for page in pages))
    need.costs = blocks("cost", {"what": "Cấp sổ", "time": "20 ngày", "cost": "Hỏi thuế"})
    need.laws = ["31/2024/QH15", "13/2003/QH11"]
    need.save()
    return need


def test_all_sixteen_say_when_they_are_needed(client):
    make_hub()
    text = text_of(client, "/toi-can/")
    assert Situation.objects.count() == 16
    for situation in Situation.objects.all():
        assert situation.when_needed in text
        assert situation.queries


def test_the_keeper_its_steps_questions_costs_and_law_stand_on_the_page(client, need, place):
    answers = [
        make_answer(place, f"Hỏi {n}", summary=f"Nộp ở xã {n}. Mang căn cước.") for n in range(5)
    ]
    make_document("31/2024/QH15", title="Luật Đất đai")
    make_document("13/2003/QH11", confirmed=False)
    curated(need, *answers)
    text = text_of(client)
    for words in (
        *("Sở Nông nghiệp và Môi trường", TODAY().strftime("%d/%m/%Y"), "Bước 3."),
        *("<strong>Nộp ở xã 4.</strong> Mang căn cước.", "20 ngày", "Luật Đất đai"),
    ):
        assert words in text
    assert text.index("Hỏi 0") < text.index("Hỏi 4")
    assert 'href="tel:02690000006"' in text
    assert "13/2003/QH11" not in text
    assert SituationPage(need, TODAY()).missing == []


def test_a_question_whose_page_is_withdrawn_leaves_and_becomes_a_task(client, need, place):
    answers = [make_answer(place, f"Hỏi {n}") for n in range(5)]
    make_document("31/2024/QH15", validity=Validity.IN_FORCE)
    curated(need, *answers)
    answers[2].unpublish()
    assert "Hỏi 2" not in text_of(client)
    assert len(SituationPage(need, TODAY()).missing) == 1


def test_below_stands_what_answers_the_own_searches_and_not_the_whole_topic(client, need, place):
    for title in ("Làm sổ đỏ lần đầu nộp ở đâu", "Giá phân bón tăng"):
        article = make_article(place, title)
        article.topics.set(need.topics.all())
        article.save()
    leaflet = make_material(place, "Tờ gấp: làm sổ đỏ lần đầu")
    leaflet.topics.set(need.topics.all())
    leaflet.save()
    make_article(place, "Làm sổ đỏ lần đầu: bài của lĩnh vực khác")
    refresh_changed()
    count_words()
    text = text_of(client)
    assert "Làm sổ đỏ lần đầu nộp ở đâu" in text
    assert "Tờ gấp: làm sổ đỏ lần đầu" in text
    assert "Giá phân bón tăng" not in text
    assert "bài của lĩnh vực khác" not in text


def test_what_is_not_filled_in_says_so_and_is_named_to_the_keeper(client, need):
    make_hub()
    assert text_of(client).count("Mục này do cơ quan sẽ giữ trang điền.") == 4
    assert len(SituationPage(need, TODAY()).missing) == 6


def test_a_review_is_owed_after_half_a_year(need, place):
    shown = SituationPage(curated(need), TODAY())
    assert "rà soát trong vòng nửa năm" not in map(str, shown.missing)
    later = SituationPage(need, TODAY() + dt.timedelta(days=190))
    assert "rà soát trong vòng nửa năm" in map(str, later.missing)


def test_what_is_missing_is_a_task_of_the_keeper_and_of_no_other_agency(client, need):
    curated(need)
    for office, sees in ((make_office("SNNMT-2025"), True), (make_office("SYT"), False)):
        text = signed_in(client, office.author).get("/admin/").content.decode()
        assert ("năm câu hỏi có bài trả lời đã đăng" in text) is sees


def test_a_need_costs_no_more_with_more_rows(client, need, django_assert_max_num_queries):
    place = make_place(make_section())
    curated(need, *[make_answer(place) for _ in range(5)])
    for _ in range(8):
        make_article(place, "Làm sổ đỏ lần đầu")
    refresh_changed()
    text_of(client)
    with django_assert_max_num_queries(45):
        text_of(client)
