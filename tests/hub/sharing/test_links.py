"""Short addresses: where they lead, what their codes and pictures are."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image
from wagtail.models import Page, PageViewRestriction

from network.core.short_codes import CodeKind, short_code
from network.moderation.models import Withdrawal
from network.moderation.publication import published_by_install
from sites.models import ArticlePage
from tests.factories.documents import make_document
from tests.factories.sections import make_article, make_hub, make_place, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db):
    return make_place(make_section("Sở Y tế", slug="so-y-te"))


def code_of(page: Page) -> str:
    return short_code(CodeKind.PAGE, page.pk)


def test_a_short_address_leads_to_the_page_in_one_query(client, place, django_assert_num_queries):
    article = make_article(place)
    client.get(article.url)  # fills what the process knows of the Site
    with django_assert_num_queries(1):
        response = client.get(f"/s/{code_of(article)}/")
    assert (response.status_code, response["Location"]) == (302, article.url)
    assert "max-age=0" in response["Cache-Control"]


def test_it_still_does_after_the_page_has_moved(client, place):
    article = make_article(place)
    printed = f"/s/{code_of(article)}/"
    with published_by_install():
        article.move(make_place(place.get_parent(), "Tin tức"), pos="last-child")
    moved = Page.objects.get(pk=article.pk)
    assert "tin-tuc" in moved.url
    assert client.get(printed)["Location"] == moved.url


def test_a_document_has_one_too(client):
    document = make_document()
    address = f"/s/{short_code(CodeKind.DOCUMENT, document.pk).upper()}/"
    assert client.get(address)["Location"] == document.get_absolute_url()


def test_a_withdrawn_page_answers_with_its_note(client, place):
    article = make_article(place)
    address = f"/s/{code_of(article)}/"
    article.unpublish()
    assert client.get(address).status_code == 404
    agency = place.get_parent().specific.agency
    Withdrawal.objects.create(
        page=article, agency=agency, reason="error", withdrawn_at="2026-11-25T08:00Z"
    )
    assert client.get(address, follow=True).status_code == 410
    assert client.get(f"/s/{code_of(article)}.png").status_code == 404


@pytest.mark.parametrize("end", ["/", ".png", "/to-gap/"])
def test_a_draft_and_a_restricted_page_are_not_given_away(client, place, end):
    draft = make_article(place, "Bài đang viết", live=False)
    closed = make_article(place, "Bài nội bộ")
    PageViewRestriction.objects.create(page=closed.page_ptr, restriction_type="login")
    nobody = short_code(CodeKind.PAGE, 10**9)
    for code in (code_of(draft), code_of(closed), nobody):
        assert client.get(f"/s/{code}{end}").status_code == 404


@pytest.mark.parametrize("path", ["/s/", "/s/t2z/", "/s/khong-co/", "/s/t35x.svg", "/s/t35.jpg"])
def test_what_is_no_code_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_qr_code_asks_nothing_and_keeps_for_ever(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(f"/s/{short_code(CodeKind.PAGE, 7)}.svg")
    text = response.content.decode()
    assert response["Content-Type"] == "image/svg+xml"
    assert "immutable" in response["Cache-Control"]
    assert f"http://testserver/s/{short_code(CodeKind.PAGE, 7)}/" in text
    width = float(re.search(r'width="([\d.]+)mm"', text)[1])
    assert 30 < width < 60


def test_the_picture_is_drawn_once_and_anew_when_the_title_changes(client, place):
    article = make_article(place, "Tiêm chủng cho trẻ")
    address = f"/s/{code_of(article)}.png"
    first = client.get(address)
    assert Image.open(io.BytesIO(first.content)).size == (1200, 630)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Page.objects.filter(pk=article.pk).update(title="Tiêm chủng cho mọi trẻ")
    assert client.get(address)["ETag"] != first["ETag"]


def test_front_pages_articles_and_documents_name_their_picture(client, place):
    home, article, document = place.get_parent(), make_article(place), make_document()
    document_code = short_code(CodeKind.DOCUMENT, document.pk)
    pages = [(each.url, code_of(each)) for each in (make_hub(), home, article)]
    for url, code in [*pages, (document.get_absolute_url(), document_code)]:
        picture = f"http://testserver{reverse('hub:picture', args=[code])}"
        assert f'<meta property="og:image" content="{picture}">' in client.get(url).content.decode()
        assert client.get(picture).status_code == 200


def test_nothing_is_loaded_from_those_who_are_shared_with(client, place):
    article = make_article(place)
    text = client.get(article.url).content.decode()
    assert 'href="https://www.facebook.com/sharer/sharer.php?u=' in text
    assert 'href="https://button-share.zalo.me/share_external?d=' in text
    loaded = re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="(https?://[^"]+)', text)
    assert {address for address in loaded if "testserver" not in address} == set()
    assert f"/s/{code_of(ArticlePage.objects.get())}/to-gap/" in text
