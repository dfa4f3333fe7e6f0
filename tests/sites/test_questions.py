"""Answered questions: what citizens and machines read, and what the search knows."""

import json
import re

import pytest
from wagtail.models import Page

from network.hub.search.keeping import refresh_changed
from network.hub.search.models import SearchEntry
from tests.factories.documents import make_document
from tests.factories.sections import make_answer, make_article, make_place, make_section

pytestmark = pytest.mark.django_db
ASKED = "Con tôi chưa đăng ký khai sinh thì làm ở đâu?"


@pytest.fixture
def place(db):
    return make_place(make_section("Sở Tư pháp", slug="so-tu-phap"))


def test_the_question_the_answer_and_what_it_rests_on_are_read(client, place):
    decree = make_document()
    page = make_answer(place, documents=[decree], question=ASKED, answered_by="Phòng Hộ tịch")
    text = client.get(page.url).content.decode()
    assert re.search(rf"<blockquote>\s*<p>{re.escape(ASKED)}", text)
    assert "Phòng Hộ tịch" in text
    assert decree.get_absolute_url() in text


def test_machines_read_a_question_and_no_markup_gets_out_of_it(client, place):
    page = make_answer(place, question="</script><b>Hỏi & đáp</b>")
    text = client.get(page.url).content.decode()
    read = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    told = next(each for each in json.loads(read[1]) if each["@type"] == "QAPage")
    assert told["mainEntity"]["text"] == "</script><b>Hỏi & đáp</b>"
    assert "Nội dung của bài viết" in told["mainEntity"]["acceptedAnswer"]["text"]


def test_the_search_finds_it_as_a_kind_of_its_own_by_the_words_of_the_question(client, place):
    make_article(place, "Khai sinh cho trẻ em")
    page = make_answer(place, "Đăng ký muộn", question=ASKED)
    refresh_changed()
    kinds = dict(SearchEntry.objects.filter(agency__isnull=False).values_list("key", "kind"))
    assert kinds[page.pk] == "question"
    answer = client.get("/tim-kiem/?q=chua+dang+ky+khai+sinh&loai=question")
    assert page.url in answer.content.decode()
    choices = {c.value: c.hits for c in answer.context["facets"][0].choices}
    assert choices == {"question": 1}


def test_a_withdrawn_answer_leaves_the_search_in_the_same_transaction(place):
    page = make_answer(place, "Đăng ký muộn")
    refresh_changed()
    # As the base class, which is how Wagtail's own screens have it.
    Page.objects.get(pk=page.pk).unpublish()
    assert not SearchEntry.objects.filter(key=page.pk, kind="question").exists()
