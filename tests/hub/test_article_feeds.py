"""The agencies' articles for feed readers: of all, of one, and by topic with documents."""

import datetime as dt
import json
from typing import Any

import feedparser
import pytest
from wagtail.models import Page

from legal_updates.models import Topic
from tests.factories.documents import make_document
from tests.factories.sections import make_article, make_hub, make_place, make_section

pytestmark = pytest.mark.django_db
FILES = ("rss.xml", "atom.xml", "feed.json")
LAND = "/linh-vuc/dat-dai/bai-va-van-ban/"
DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def place() -> Page:
    return make_place(make_section("Sở Y tế"))


def entries(client, address: str) -> list[dict[str, Any]]:
    """Return the entries of a feed that its format's own reader finds sound."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    if address.endswith(".json"):
        feed = json.loads(answer.content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert {"title", "home_page_url", "feed_url", "items"} <= feed.keys()
        assert all(item["id"] and item["url"] for item in feed["items"])
        return [{"title": item["title"], "link": item["url"]} for item in feed["items"]]
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == {"rss": "rss20", "ato": "atom10"}[address.rpartition("/")[2][:3]]
    assert all(entry.id for entry in parsed.entries)
    return [{"title": entry.title, "link": entry.link} for entry in parsed.entries]


@pytest.mark.parametrize("file", FILES)
def test_articles_of_all_and_of_one_agency(client, place, file):
    make_article(place, "Cũ & đủ", date=dt.date(2026, 11, 1), slug="cu")
    make_article(place, "Mới <hơn>", date=dt.date(2026, 11, 2), slug="moi")
    make_article(place, "Bản nháp", live=False)
    make_article(make_place(make_section("Sở Tư pháp")), "Của sở khác")
    of_one = entries(client, f"/co-quan/so-y-te/bai-viet/{file}")
    assert [each["title"] for each in of_one] == ["Mới <hơn>", "Cũ & đủ"]
    assert of_one[0]["link"] == f"http://testserver{place.url}moi/"
    assert client.get(of_one[0]["link"]).status_code == 200
    assert {each["title"] for each in entries(client, f"/{file}")} >= {"Mới <hơn>", "Của sở khác"}


@pytest.mark.parametrize("file", FILES)
def test_a_topic_has_articles_and_documents_together(client, place, file):
    topic = Topic.objects.get(slug="dat-dai")
    for title, day in (("Trước", 1), ("Sau", 3)):
        article = make_article(place, title, first_published_at=NOW + day * DAY)
        article.topics.add(topic)
        article.save()
    decree = make_document(created_at=NOW + 2 * DAY)
    decree.topics.add(topic)
    decree.save()
    make_document("1/2020/NĐ-CP")
    titles = [each["title"] for each in entries(client, LAND + file)]
    assert titles[0] == "Sau"
    assert titles[1].startswith("Nghị định 100/2019/NĐ-CP")
    assert titles[2:] == ["Trước"]


def test_what_is_not_there_or_not_open_has_none(client, place):
    Page.objects.filter(pk=place.get_parent().pk).update(live=False)
    for path in ("/co-quan/so-y-te/bai-viet/rss.xml", "/linh-vuc/x/bai-va-van-ban/rss.xml"):
        assert client.get(path).status_code == 404


def test_pages_name_their_feeds(client, place):
    make_hub()
    make_document()
    for page, feed in {
        "/": "/rss.xml",
        "/so-y-te/": "/co-quan/so-y-te/bai-viet/atom.xml",
        "/linh-vuc/dat-dai/": f"{LAND}feed.json",
        "/van-ban/": "/van-ban/rss.xml",
        "/van-ban/100-2019-nd-cp/": "/van-ban/rss.xml",
    }.items():
        text = " ".join(client.get(page).content.decode().split())
        head = text.partition("</head>")[0]
        assert f'href="{feed}"' in head, page
        assert client.get(feed).status_code == 200


def test_pages_offer_mail_and_calendar(client, place):
    make_document()
    for page, asked in {
        "/so-y-te/": "co-quan=so-y-te",
        "/linh-vuc/dat-dai/": "linh-vuc=dat-dai",
        "/van-ban/100-2019-nd-cp/": "van-ban=100-2019-nd-cp",
    }.items():
        text = client.get(page).content.decode()
        assert f'href="/theo-doi/?{asked}"' in text
        assert "lich-hieu-luc.ics" in text


@pytest.mark.parametrize(
    "address", ["/rss.xml", "/co-quan/so-y-te/bai-viet/rss.xml", f"{LAND}rss.xml"]
)
def test_questions_do_not_grow_with_the_articles(
    client, place, address, django_assert_max_num_queries
):
    topic = Topic.objects.get(slug="dat-dai")
    client.get(address)
    for _number in range(12):
        article = make_article(place)
        article.topics.add(topic)
        article.save()
    with django_assert_max_num_queries(7):
        assert len(entries(client, address)) == 12
