"""Wagtail's search with Vietnamese folded: in the index and in the query."""

import pytest
from wagtail.models import Page

from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    place = make_place(make_section("Sở Giao thông"))
    return make_article(place, "Mức phạt theo Nghị định 100/2019/NĐ-CP với người đi xe máy")


@pytest.mark.parametrize(
    "query",
    [
        "nghị định 100/2019/NĐ-CP",
        "nghi dinh 100/2019/nd-cp",
        "NGHI DINH 100 2019",
        "muc phat xe may",
        "Ðịnh",  # the letter eth, as old keyboards type it
    ],
)
def test_an_article_is_found_however_it_is_typed(article, query):
    assert [page.pk for page in Page.objects.search(query)] == [article.pk]


@pytest.mark.parametrize("query", ["", "   ", "!!!", "&|!():*", "'; DROP", "\x00", "x" * 10_000])
def test_a_strange_query_gets_an_ordinary_answer(article, query):
    assert list(Page.objects.search(query)) == []
