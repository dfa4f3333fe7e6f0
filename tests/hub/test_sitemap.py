"""What search engines are told."""

import re

import pytest
from wagtail.models import PageViewRestriction

from legal_updates.models import Topic
from network.hub import sitemap
from tests.factories.documents import make_document
from tests.factories.sections import make_article, make_hub, make_place, make_section

pytestmark = pytest.mark.django_db


def addresses(client, address: str = "/sitemap.xml") -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return [
        each.removeprefix("http://testserver")
        for each in re.findall(r"<loc>(.*?)</loc>", response.content.decode())
    ]


def everything(client) -> list[str]:
    return [page for part in addresses(client) for page in addresses(client, part)]


def test_every_public_page_stands_in_one_sitemap_and_answers(client):
    home = make_section("Sở Y tế")
    article = make_article(make_place(home))
    document = make_document("34/2020/NĐ-CP")
    found = everything(client)
    assert {"/", "/toi-can/dat-dai/", home.url, article.url, document.get_absolute_url()} <= {
        *found
    }
    assert len(found) == len(set(found))
    for page in found:
        assert client.get(page).status_code == 200, page


def test_drafts_closed_sections_and_pages_behind_a_sign_in_are_left_out(client):
    home = make_section("Sở Y tế")
    draft = make_article(make_place(home, "Nháp"), live=False)
    private = make_place(home, "Kín")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    closed = make_section("Sở đã đóng")
    closed.live = False
    closed.save()
    found = everything(client)
    assert home.url in found
    assert not {draft.url, private.url, closed.url} & {*found}


def test_a_topic_is_listed_once_something_is_said_about_it(client):
    article = make_article(make_place(make_section()))
    assert "/linh-vuc/dat-dai/" not in everything(client)
    assert b'"/linh-vuc/dat-dai/"' not in client.get("/linh-vuc/").content
    assert 'content="noindex"' in client.get("/linh-vuc/dat-dai/").content.decode()
    article.topics.add(Topic.objects.get(slug="dat-dai"))
    article.save()
    assert "/linh-vuc/dat-dai/" in everything(client)
    assert b'"/linh-vuc/dat-dai/"' in client.get("/linh-vuc/").content
    assert 'content="noindex"' not in client.get("/linh-vuc/dat-dai/").content.decode()


def test_a_page_says_when_it_was_published(client):
    home = make_section()
    article = make_article(make_place(home))
    article.last_published_at = "2026-11-20T01:00:00Z"
    article.save()
    text = client.get(f"/sitemap/co-quan/{home.slug}.xml").content.decode()
    assert f"{article.url}</loc><lastmod>2026-11-20</lastmod>" in text


def test_the_register_comes_in_parts(client, monkeypatch):
    make_hub()
    documents = [make_document(f"{number}/2020/NĐ-CP") for number in range(1, 4)]
    monkeypatch.setattr(sitemap, "KEYS_IN_PART", 2)
    parts = [part for part in addresses(client) if "van-ban" in part]
    found = [page for part in parts for page in addresses(client, part) if part]
    assert {each.get_absolute_url() for each in documents} == set(found)
    assert client.get("/sitemap/van-ban-99999.xml").status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_a_sitemap_costs_few_queries_however_many_pages(
    client, django_assert_max_num_queries, number
):
    home = make_section()
    place = make_place(home)
    for _ in range(number):
        make_article(place)
    addresses(client)
    with django_assert_max_num_queries(8):
        addresses(client)
        addresses(client, f"/sitemap/co-quan/{home.slug}.xml")


def test_sections_come_in_parts_which_robots_txt_names(client, monkeypatch):
    make_hub()
    homes = [make_section(f"Sở {number}") for number in range(1, 4)]
    monkeypatch.setattr(sitemap, "SECTIONS_IN_PART", 2)
    text = client.get("/robots.txt").content.decode()
    indexes = re.findall(r"^Sitemap: http://testserver(.*)$", text, re.MULTILINE)
    assert indexes == ["/sitemap.xml", "/sitemap/chi-muc-2.xml"]
    named = [part for index in indexes for part in addresses(client, index)]
    sections = [part for part in named if "co-quan" in part]
    assert sorted(sections) == [f"/sitemap/co-quan/{home.slug}.xml" for home in homes]
    for part in (1, 3):
        assert client.get(f"/sitemap/chi-muc-{part}.xml").status_code == 404


def test_robots_are_kept_from_what_is_not_for_them(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    for path in ("/admin/", "/tim-kiem/", "/tai-khoan/"):
        assert f"Disallow: {path}\n" in text
