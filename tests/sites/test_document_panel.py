"""Articles on the page of a legal document that they cite."""

import pytest

from legal_updates.models import Citation
from tests.factories.documents import make_document
from tests.factories.sections import (
    make_article,
    make_material,
    make_place,
    make_section,
    make_update,
)

pytestmark = pytest.mark.django_db


def cite(page, document, **where: bool) -> None:
    Citation.objects.create(
        page=page,
        number=document.number,
        number_key=document.number_key,
        document=document,
        **where,
    )


@pytest.fixture
def place(db):
    return make_place(make_section("Sở Y tế"))


def test_what_is_about_a_document_comes_before_what_cites_it(client, place):
    decree = make_document()
    article = make_article(place, "Bài viện dẫn")
    cite(article, decree, in_live=True)
    material = make_material(place, "Tờ gấp", documents=[decree])
    update = make_update(place, "Tin văn bản", documents=[decree])
    text = client.get(decree.get_absolute_url()).content.decode()
    places = [text.index(f'href="{page.url}"') for page in (update, material, article)]
    assert places == sorted(places)


def test_a_draft_that_cites_a_document_is_not_shown(client, place):
    decree = make_document()
    cite(make_article(place, "Bản sửa"), decree, in_draft=True)
    cite(make_article(place, "Bản nháp", live=False), decree, in_live=True)
    text = client.get(decree.get_absolute_url()).content.decode()
    assert "Bản sửa" not in text
    assert "Bản nháp" not in text


def test_many_pages_lead_on_to_the_search(client, place, monkeypatch):
    monkeypatch.setattr("sites.document_panel.MOST_ENTRIES", 2)
    decree = make_document()
    for _ in range(3):
        cite(make_article(place), decree, in_live=True)
    text = client.get(decree.get_absolute_url()).content.decode()
    assert "/tim-kiem/?q=100%2F2019%2FN%C4%90-CP" in text
