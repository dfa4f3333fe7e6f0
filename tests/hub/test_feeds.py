"""The library for feed readers: RSS, Atom and JSON, whole and in parts."""

import datetime as dt
import json

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from aggregator.feeds.parse import parse_feed
from aggregator.models import SourceLevel
from legal_updates.models import Topic
from sites.models import LibraryRule
from tests.factories.sections import make_hub, make_item, make_section, make_source

pytestmark = pytest.mark.django_db
FILES = ("rss.xml", "atom.xml", "feed.json")


def titles(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    if address.endswith(".json"):
        return [item["title"] for item in json.loads(response.content)["items"]]
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo, parsed.bozo_exception
    return [entry.title for entry in parsed.entries]


@pytest.mark.parametrize("file", FILES)
def test_policies_come_newest_first_and_only_published_ones(client, file):
    make_hub()
    day = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    make_item("Cũ", published_at=day)
    make_item("Mới", published_at=day + dt.timedelta(days=1))
    make_item("Chờ duyệt", status="new")
    assert titles(client, f"/chinh-sach-moi/{file}") == ["Mới", "Cũ"]


@pytest.mark.parametrize("file", FILES)
def test_one_policy_is_one_entry_that_names_all_its_sources(client, file):
    make_hub()
    card = make_item("Nghị định về đất đai", source=make_source("Công báo & Cổng"))
    make_item("Như trên", source=make_source("Báo <b>Tỉnh</b>"), duplicate_of=card)
    assert titles(client, f"/chinh-sach-moi/{file}") == ["Nghị định về đất đai"]
    content = client.get(f"/chinh-sach-moi/{file}").content.decode()
    if file == "feed.json":
        authors = json.loads(content)["items"][0]["authors"]
        assert [each["name"] for each in authors] == ["Công báo & Cổng", "Báo <b>Tỉnh</b>"]
    else:
        summary = feedparser.parse(content, sanitize_html=False).entries[0].summary
        assert "Công báo &amp; Cổng" in summary
        assert "Báo &lt;b&gt;Tỉnh" in summary


@pytest.mark.parametrize("file", FILES)
def test_an_entry_keeps_its_id_when_another_link_becomes_the_card(client, file):
    make_hub()
    press = make_item("Theo báo")
    first = entry_id(client, file)
    press.duplicate_of = make_item("Theo công báo")
    press.save()
    assert entry_id(client, file) == first
    assert titles(client, f"/chinh-sach-moi/{file}") == ["Theo công báo"]


def entry_id(client, file: str) -> str:
    content = client.get(f"/chinh-sach-moi/{file}").content
    if file.endswith("json"):
        return str(json.loads(content)["items"][0]["id"])
    return str(feedparser.parse(content).entries[0].id)


@pytest.mark.parametrize("file", FILES)
def test_topic_level_and_section_have_their_own(client, file):
    topic = Topic.objects.get(slug="dat-dai")
    central, provincial = make_source(), make_source(level=SourceLevel.PROVINCIAL)
    make_item("Về đất đai", source=central).topics.add(topic)
    make_item("Của tỉnh", source=provincial)
    home = make_section("Sở Y tế")
    LibraryRule.objects.create(page=home, source=provincial)
    assert titles(client, f"/linh-vuc/dat-dai/{file}") == ["Về đất đai"]
    assert titles(client, f"/chinh-sach-moi/cap/trung-uong/{file}") == ["Về đất đai"]
    assert titles(client, f"/chinh-sach-moi/cap/tinh/{file}") == ["Của tỉnh"]
    assert titles(client, f"/co-quan/so-y-te/chinh-sach-moi/{file}") == ["Của tỉnh"]


def test_what_is_not_there_or_not_open_has_none(client):
    home = make_section("Sở Y tế")
    Page.objects.filter(pk=home.pk).update(live=False)
    for path in ("co-quan/so-y-te/chinh-sach-moi", "linh-vuc/x", "chinh-sach-moi/cap/x"):
        assert client.get(f"/{path}/rss.xml").status_code == 404
    assert client.get("/chinh-sach-moi/rss.xml/").status_code == 404


@pytest.mark.parametrize("file", FILES)
def test_a_reader_that_has_it_is_told_so(client, file):
    make_hub()
    make_item()
    address = f"/chinh-sach-moi/{file}"
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=900"
    known = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", first["ETag"])
    since = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304
    make_item()
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("file", FILES)
def test_an_empty_library_is_a_sound_feed_that_does_not_change(client, file):
    make_hub()
    address = f"/chinh-sach-moi/{file}"
    assert titles(client, address) == []
    assert client.get(address)["ETag"] == client.get(address)["ETag"]


@pytest.mark.parametrize("file", FILES)
def test_control_characters_do_not_break_it(client, file):
    make_hub()
    make_item("Tiêu\x0b đề\x1b\ufffe \x85 lạ", excerpt="Trích\x08 \uffff<script>alert(1)</script>")
    assert titles(client, f"/chinh-sach-moi/{file}")[0].startswith("Tiêu đề")
    content = client.get(f"/chinh-sach-moi/{file}").content
    if file == "feed.json":
        content = json.loads(content)["items"][0]["content_html"].encode()
    assert b"<script" not in content


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml"])
def test_our_own_pipeline_reads_it(client, file):
    make_hub()
    make_item("Nghị định 61/2026/NĐ-CP", link="https://portal.example.vn/a?b=1&c=2")
    response = client.get(f"/chinh-sach-moi/{file}")
    now = dt.datetime.now(dt.UTC)
    feed = parse_feed(
        response.content,
        content_type=response["Content-Type"],
        base_url="https://hub.example.vn/",
        now=now,
        excerpt_length=300,
    )
    assert [entry.title for entry in feed.entries] == ["Nghị định 61/2026/NĐ-CP"]
    assert feed.entries[0].link == "https://portal.example.vn/a?b=1&c=2"
    assert not feed.problems


@pytest.mark.parametrize("path", ["chinh-sach-moi", "linh-vuc/dat-dai"])
def test_queries_do_not_grow_with_the_items(client, path):
    make_hub()
    topic = Topic.objects.get(slug="dat-dai")
    client.get(f"/{path}/rss.xml")
    counts = []
    for _round in range(2):
        for _item in range(10):
            card = make_item(source=make_source())
            make_item(source=make_source(), duplicate_of=card)
            card.topics.add(topic)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/{path}/rss.xml")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_only_the_newest_fifty_are_in_it(client):
    make_hub()
    for _item in range(52):
        make_item()
    assert len(titles(client, "/chinh-sach-moi/feed.json")) == 50


def test_nobody_who_reviewed_is_named(client, django_user_model):
    make_hub()
    user = django_user_model.objects.create_user("rochamhien", last_name="Rơ Châm Hiền")
    make_item(reviewed_by=user)
    for file in FILES:
        content = client.get(f"/chinh-sach-moi/{file}").content.decode()
        assert "rochamhien" not in content
        assert "Rơ Châm" not in content


def test_pages_name_their_feeds(client):
    source = make_source()
    make_item(source=source).topics.add(Topic.objects.get(slug="dat-dai"))
    LibraryRule.objects.create(page=make_section("Sở Y tế"), source=source)
    for page, feed in {
        "/": "/chinh-sach-moi/rss.xml",
        "/chinh-sach-moi/": "/chinh-sach-moi/atom.xml",
        "/chinh-sach-moi/?cap=central": "/chinh-sach-moi/cap/trung-uong/rss.xml",
        "/linh-vuc/dat-dai/": "/linh-vuc/dat-dai/feed.json",
        "/so-y-te/": "/co-quan/so-y-te/chinh-sach-moi/rss.xml",
    }.items():
        text = client.get(page).content.decode()
        assert 'rel="alternate"' in text
        assert f'href="{feed}"' in text
        assert client.get(feed).status_code == 200


def test_sources_are_exported_as_opml(client):
    make_hub()
    make_source("Cổng & Báo", url="https://portal.example.vn/a.rss?x=1&y=2")
    make_source("Tắt", enabled=False)
    response = client.get("/chinh-sach-moi/nguon.opml")
    text = response.content.decode()
    assert 'xmlUrl="https://portal.example.vn/a.rss?x=1&amp;y=2"' in text
    assert "Tắt" not in text
    known = client.get("/chinh-sach-moi/nguon.opml", headers={"if-none-match": response["ETag"]})
    assert known.status_code == 304
