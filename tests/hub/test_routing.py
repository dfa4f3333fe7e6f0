"""An address leads to its page in two queries, and to what Wagtail would have answered."""

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from legal_updates.models import Topic
from network.core.freshness.listening import STORE
from network.hub.routing import route
from network.moderation.publication import published_by_install
from sites.models import Correction, LibraryRule
from tests.factories.documents import make_document
from tests.factories.sections import (
    make_answer,
    make_article,
    make_event,
    make_hub,
    make_item,
    make_place,
    make_section,
    make_source,
    make_warning,
    put_live,
)

pytestmark = pytest.mark.django_db


# The frame's bands of confirmed fakes and of stops; a web process keeps them, as it keeps head and
# foot.
BANDS = 2


def costs(client, django_assert_num_queries, url: str, at_most: int) -> None:
    client.get(url)  # fills the caches of the process
    with django_assert_num_queries(at_most + BANDS):
        assert client.get(url).status_code == 200


def test_an_article_with_a_correction_or_a_citation_costs_nine_queries(
    client, django_assert_num_queries
):
    article = make_article(make_place(make_place(make_section(), "Tin tức"), "Tin hoạt động"))
    article.topics.add(Topic.objects.get(slug="dat-dai"))
    article.corrections.add(Correction(was="mười", now_reads="hai mươi"))
    article.save()
    make_article(article.get_parent())
    # The last asks whether it announces a page on a social network that has ended.
    costs(client, django_assert_num_queries, article.url, 9)
    make_document("34/2020/NĐ-CP")
    body = [("paragraph", "<p>Theo Nghị định số 34/2020/NĐ-CP.</p>")]
    citing = make_article(article.get_parent(), body=body)
    put_live(citing.save_revision())
    costs(client, django_assert_num_queries, citing.url, 9)


def test_front_pages_cost_few_queries_each(client, django_assert_num_queries):
    home = make_section()
    source = make_source()
    LibraryRule.objects.create(page=home, source=source)
    make_article(make_place(home))
    make_warning(make_place(home, "Cảnh báo"))
    make_event(make_place(home, "Sự kiện"))
    make_answer(make_place(home, "Hỏi đáp của dân"))
    make_item(source=source)
    costs(client, django_assert_num_queries, "/", 12)
    # One each for its pages on social networks, its telephone numbers, legal aid of the province,
    # coming events, and speakers of other languages; two for former names and takeovers.
    costs(client, django_assert_num_queries, home.url, 17)


def test_a_response_made_again_takes_page_and_parts_from_memory(
    client, django_assert_num_queries, monkeypatch
):
    home = make_section()
    article = make_article(make_place(home))
    make_article(article.get_parent())
    monkeypatch.setattr(STORE, "max_bytes", 10_000_000)
    STORE.open()
    try:
        for page, queries in ((article, 0), (home, 2)):
            client.get(page.url)
            # A word that nobody foresaw in the query: the response itself is not stored.
            with django_assert_num_queries(queries):
                assert client.get(f"{page.url}?lai=1").status_code == 200
    finally:
        STORE.close()


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_every_type_of_page_is_found_by_its_address(rf, depth):
    hub, home = make_hub(), make_section()
    place = make_place(home)
    page = (hub, home, place, make_article(place))[depth]
    request = rf.get(page.url)
    found = route(request, page.url.lstrip("/")).page
    assert (type(found), found) == (type(page), page)
    assert found.title == page.title


def test_slashes_too_many_lead_to_the_same_page(rf):
    home = make_section()
    assert route(rf.get("/"), f"//{home.slug}//").page == home


def test_a_live_page_below_one_that_is_not_answers(client):
    place = make_place(make_section())
    article = make_article(place)
    place.live = False
    place.save()
    assert client.get(article.url).status_code == 200
    assert client.get(place.url).status_code == 404


def test_topics_and_corrections_are_those_of_the_published_text(client):
    article = make_article(make_place(make_section()))
    article.topics.add(Topic.objects.get(slug="lao-dong"))
    article.corrections.add(Correction(was="mười", now_reads="hai mươi"))
    article.save()
    text = client.get(article.url).content.decode()
    assert "/linh-vuc/lao-dong/" in text
    assert "<del>mười</del>" in text
    assert f"{timezone.localdate():%d/%m/%Y}" in text


@pytest.mark.parametrize("above", [True, False])
def test_a_restricted_page_leads_to_the_sign_in(client, above):
    place = make_place(make_section())
    article = make_article(place)
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=place.pk if above else article.pk),
        restriction_type=PageViewRestriction.LOGIN,
    )
    response = client.get(article.url)
    assert response.status_code == 302
    assert "no-store" in response["Cache-Control"]


def test_an_alias_is_restricted_with_what_it_shows(client):
    place = make_place(make_section())
    article = make_article(place)
    with published_by_install():
        alias = article.create_alias(parent=place, update_slug="bai-song-sinh")
    assert client.get(alias.url).status_code == 200
    PageViewRestriction.objects.create(
        page=article.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get(alias.url).status_code == 302


def test_a_page_that_moved_is_redirected(client):
    place = make_place(make_section())
    Redirect.objects.create(
        old_path="/bai-cu", redirect_page=Page.objects.get(pk=place.pk), is_permanent=True
    )
    response = client.get("/bai-cu/")
    assert (response.status_code, response.url) == (301, place.url)


@pytest.fixture
def several_sites():
    yield
    # Wagtail's own memory of them is not rolled back.
    Site.clear_site_root_paths_cache()


def test_an_agency_with_its_own_host_is_found_there(client, settings, several_sites):
    settings.ALLOWED_HOSTS = ["*"]
    home = make_section()
    place = make_place(home)
    other = make_section()
    Site.objects.create(hostname="soyte.example.vn", root_page=home)
    own = {"headers": {"host": "soyte.example.vn"}}
    assert client.get(f"/{place.slug}/", **own).status_code == 200
    assert client.get(f"/{other.slug}/", **own).status_code == 404
    assert client.get(f"/{other.slug}/").status_code == 200
