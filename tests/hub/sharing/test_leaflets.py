"""A page and a document as a leaflet."""

import datetime as dt

import pytest

from legal_updates.models import Relation, RelationType
from network.core.short_codes import CodeKind, short_code
from network.hub.models import HubSettings
from tests.factories.documents import make_document
from tests.factories.sections import (
    FOOTER,
    make_answer,
    make_article,
    make_event,
    make_material,
    make_place,
    make_section,
    make_update,
    put_live,
)

pytestmark = pytest.mark.django_db
BODY = [
    ("heading", {"text": "Trẻ được gì?", "level": "h2"}),
    ("paragraph", "<p>Theo Nghị định số 100/2019/NĐ-CP, trẻ được tiêm. Không mất tiền.</p>"),
]


@pytest.fixture
def place(db):
    return make_place(make_section("Sở Y tế", slug="so-y-te"))


def leaflet(client, page, kind=CodeKind.PAGE) -> str:
    response = client.get(f"/s/{short_code(kind, page.pk)}/to-gap/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_the_text_the_law_and_whom_to_ask(client, place):
    decree = make_document()
    article = make_article(place, "Tiêm chủng cho trẻ", body=BODY)
    put_live(article.save_revision())
    text = leaflet(client, article)
    for said in (article.title, article.summary, "Trẻ được gì?", "Không mất tiền.", "Sở Y tế"):
        assert said in text
    assert f"{decree}:" in text
    assert FOOTER["phone"] in text
    assert f"/s/{short_code(CodeKind.PAGE, article.pk)}.svg" in text


def test_films_and_links_to_files_are_left_out(client, place):
    film = {"url": "https://youtu.be/abcdefghijk", "title": "Vì sao phải tiêm"}
    assert film["title"] not in leaflet(client, make_article(place, body=[("video", film)]))


def test_short_answers_stand_for_the_summary_and_the_language_is_said(client, place):
    update = make_update(place, documents=[make_document()], who="Người đi xe máy")
    assert "Người đi xe máy" in leaflet(client, update)
    jrai = make_material(place, "Hră pơhing", language="jra")
    assert '<h1 lang="jra">' in leaflet(client, jrai)


def test_a_question_says_what_was_asked_and_an_event_when_and_where(client, place):
    asked = make_answer(place, question="Trẻ tạm trú có được tiêm không? " * 90)
    text = leaflet(client, asked)
    assert 1 < text.count("Trẻ tạm trú có được tiêm không") < 30
    begins = dt.datetime(2026, 12, 1, 1, tzinfo=dt.UTC)
    event = make_event(place, begins=begins, place="Nhà rông làng Plei Ốp")
    text = leaflet(client, event)
    assert "08:00, 01/12/2026" in text
    assert "Nhà rông làng Plei Ốp" in text


def test_a_document_tells_its_validity_and_what_it_is_tied_to(client):
    HubSettings.objects.create(contact_name="Sở Tư pháp tỉnh Gia Lai", **FOOTER)
    decree = make_document(effective_on=dt.date(2020, 1, 1))
    other = make_document("123/2021/NĐ-CP")
    kind = RelationType.objects.get(key="sua_doi_bo_sung")
    Relation.objects.create(document=other, type=kind, target=decree)
    text = leaflet(client, decree, CodeKind.DOCUMENT)
    for said in (decree.title, "01/01/2020", "123/2021/NĐ-CP", "Sở Tư pháp tỉnh Gia Lai"):
        assert said in text


def test_a_front_page_has_none(client, place):
    home = place.get_parent()
    assert client.get(f"/s/{short_code(CodeKind.PAGE, home.pk)}/to-gap/").status_code == 404
