"""Words that are related to a legal term lead to it, below exact words and in one direction."""

import pytest

from network.hub.models import EverydayWord
from network.hub.search.keeping import refresh_changed
from network.hub.search.phrases import phrases
from network.hub.search.questions import read_query
from network.hub.search.vocabulary import count_words
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db
TERM, WORDS = "Khai thác rừng trái pháp luật", "Kéo cây lớn về làm chuồng"


@pytest.fixture
def found(client):
    """The context of a search among an article with a term, and one with everyday words."""
    EverydayWord.objects.create(
        said="kéo cây lớn", meant="khai thác rừng trái pháp luật", related=True
    )
    place = make_place(make_section())
    for title in (TERM, WORDS, "Giá vé xe buýt"):
        make_article(place, title)
    refresh_changed()
    count_words()
    return lambda words: client.get("/tim-kiem/", {"q": words}).context


def titles(context: dict) -> list[str]:
    return [answer.entry.title for answer in context["answers"]]


@pytest.mark.parametrize("words", ["kéo cây lớn", "keo cay lon"])
def test_a_related_term_is_found_below_exact_words(found, words):
    assert titles(found(words)) == [WORDS, TERM]


def test_a_term_does_not_find_what_is_only_related_to_it(found):
    assert titles(found("khai thác rừng trái pháp luật")) == [TERM]


def test_what_means_the_same_is_found_in_both_directions(found):
    word = EverydayWord.objects.get(said="kéo cây lớn")
    word.related = False
    word.save()
    assert set(titles(found("khai thác rừng trái pháp luật"))) == {TERM, WORDS}


@pytest.mark.parametrize("said", ["mất bò", "mat bo"])
def test_the_words_of_a_release_lead_to_the_term(client, said):
    make_article(make_place(make_section()), "Trộm cắp tài sản")
    refresh_changed()
    count_words()
    assert titles(client.get("/tim-kiem/", {"q": said}).context) == ["Trộm cắp tài sản"]


@pytest.mark.parametrize("said", ["nhà hàng xóm ồn", "nha hang xom on", "lối xóm ồn"])
def test_words_of_the_south_lead_to_those_of_the_texts(client, said):
    place = make_place(make_section())
    for title in ("Hàng xóm gây ồn", "Nhà hàng bán món ăn"):
        make_article(place, title)
    refresh_changed()
    count_words()
    assert titles(client.get("/tim-kiem/", {"q": said}).context)[0] == "Hàng xóm gây ồn"


def test_no_restaurant_is_cut_out_of_the_house_of_a_neighbour(client):
    EverydayWord.objects.filter(said="nhà hàng xóm").delete()
    query = read_query("nhà hàng xóm", phrases())
    assert [term.typed for term in query.terms] == ["nhà hàng", "xóm"]
    EverydayWord.objects.create(said="nhà hàng xóm", meant="hàng xóm")
    query = read_query("nhà hàng xóm", phrases())
    assert [term.typed for term in query.terms] == ["nhà hàng xóm"]


@pytest.mark.parametrize("said", ["giành quyền nuôi con", "gianh quyen nuoi con"])
def test_a_term_with_a_word_that_occurs_nowhere_is_sought_word_by_word(client, said):
    make_article(make_place(make_section()), "Ly hôn: ai có quyền nuôi con?")
    refresh_changed()
    count_words()
    context = client.get("/tim-kiem/", {"q": said}).context
    assert titles(context) == ["Ly hôn: ai có quyền nuôi con?"]
