"""Searches that ask for a page of the hub itself lead to it."""

import pytest
from django.urls import reverse

from network.hub.search.keeping import refresh_changed
from network.hub.search.models import UnansweredQuery
from network.hub.search.own_pages import own_pages, pages_asked_for
from tests.factories.sections import make_article, make_hub, make_place, make_section

SEARCH = reverse("hub:search")


def addresses_for(query: str) -> list[str]:
    return [page.address for page in pages_asked_for(query)]


@pytest.mark.django_db
@pytest.mark.parametrize("page", own_pages(), ids=lambda page: page.address)
def test_each_page_is_there_and_found_by_each_of_its_phrases(client, page):
    make_hub()
    assert client.get(page.address).status_code == 200
    for phrase in page.phrases:
        assert page in pages_asked_for(phrase)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("tìm báo cáo viên pháp luật nói tiếng Jrai", "/bao-cao-vien/"),
        ("BAO CAO VIEN", "/bao-cao-vien/"),
        ("nghị quyết hội đồng nhân dân tỉnh", "/van-ban/?loai=nghi_quyet_hdnd"),
        ("Trang Facebook này là thật hay giả?", "/trang-chinh-thuc/kiem-tra/"),
        ("xã tôi nhập vào xã nào", "/noi-toi-o/"),
    ],
)
def test_the_narrower_page_comes_first_with_or_without_accents(query, address):
    assert addresses_for(query)[0] == address


@pytest.mark.parametrize("query", ["", "báo cáo thuế", "viên chức", "tủ lạnh", "hội đồng xét xử"])
def test_a_part_of_a_phrase_asks_for_no_page(query):
    assert addresses_for(query) == []


@pytest.mark.django_db
def test_the_page_is_linked_and_the_query_is_no_topic_to_write(client):
    make_hub()
    text = client.get(SEARCH, {"q": "báo cáo viên pháp luật"}).content.decode()
    main = text[text.index("<main") :]
    assert 'href="/bao-cao-vien/"' in main and 'id="unanswered"' not in main
    assert not UnansweredQuery.objects.exists()
    text = client.get(SEARCH, {"q": "nuôi chim yến trong phố"}).content.decode()
    assert 'id="unanswered"' in text and UnansweredQuery.objects.exists()


@pytest.mark.django_db
def test_a_query_that_names_law_shows_no_list_of_documents_without_any(client):
    make_hub()
    make_article(make_place(make_section()), "Báo cáo viên pháp luật về làng")
    refresh_changed()
    text = client.get(SEARCH, {"q": "báo cáo viên pháp luật"}).content.decode()
    assert "về làng" in text and "Văn bản liên quan" not in text
