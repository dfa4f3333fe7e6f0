"""The demo network's content: complete, clean, and served over real HTTP."""

import csv
import datetime as dt
import http.client
import io
import json
import re
import threading
import unicodedata
from collections import Counter
from html import unescape
from pathlib import Path

import feedparser
import pytest
from PIL import Image

from legal_updates.citations import find_document_numbers
from network.agencies.kinds import KINDS
from network.demo.accounts import account_rows
from network.demo.images import DRAWING_SIZE, DRAWINGS, render_image
from network.demo.portal_server import make_server
from network.media.contents import is_genuine

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "network" / "demo"
SOURCE_FIELDS = {"name", "author", "agency", "website", "date"}
BLOCK_TYPES = {"heading", "paragraph", "quote", "table", "image", "callout", "file", "audio"}
TONES = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
LETTERS = set("abcdefghijklmnopqrstuvwxyzăâđêôơư") | set(TONES) | set("čñƀĕĭŏŭ")
OFFICIAL_PHONE, OFFICIAL_EMAIL = "0269.3821.596", "pbpl.stp@gialai.gov.vn"


def _json(name):
    return json.loads((DEMO / name).read_text(encoding="utf-8"))


def _csv(name):
    with (ROOT / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


AGENCIES = {
    row["code"]: row.get("agency_kind") or row["kind"]
    for name in ("agencies_2019", "agencies_2025", "communes_2025")
    for row in _csv(f"network/agencies/data/{name}.csv")
}
DEMO_AGENCIES = {row["code"]: row for row in _json("agencies.json")}
OPEN = {code for code, row in DEMO_AGENCIES.items() if "successors" not in row}
TOPICS = {row["key"] for row in _csv("legal_updates/data/legal_topics.csv")}
ARTICLES = [
    article
    for path in sorted((DEMO / "articles").glob("*.json"))
    for article in json.loads(path.read_text(encoding="utf-8"))
]
SOURCES = _json("sources.json")
every_article = pytest.mark.parametrize(
    "article", ARTICLES, ids=[f"{a['agency']}-{a['slug']}" for a in ARTICLES]
)


def _strings(value):
    """Every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _written_words(article):
    """The reading text of an article's body: no keys, no file names."""
    hidden = {"type", "image", "alt", "credit", "kind", "file", "duration"}
    words = []
    for block in article["body"]:
        value = block["value"]
        if isinstance(value, dict):
            value = {key: part for key, part in value.items() if key not in hidden}
        for text in _strings(value):
            words += unescape(re.sub(r"<[^>]+>", " ", text)).split()
    return words


def _blocks(kind):
    return [b["value"] for a in ARTICLES for b in a["body"] if b["type"] == kind]


def _articles_with(kind):
    return sum(any(block["type"] == kind for block in a["body"]) for a in ARTICLES)


def test_the_demo_spreads_over_agencies_and_sections():
    assert len(ARTICLES) >= 48
    assert len({article["agency"] for article in ARTICLES}) >= 10
    assert len({article["section"] for article in ARTICLES}) >= 10
    assert _articles_with("table") >= 6
    assert _articles_with("callout") >= 6
    assert _articles_with("image") >= 8


def _menu_keys(entries):
    for entry in entries:
        yield entry["key"]
        yield from _menu_keys(entry.get("children", []))


@every_article
def test_an_article_has_its_place_its_topics_and_its_whole_source(article):
    menus = json.loads((ROOT / "sites/data/menus.json").read_text(encoding="utf-8"))
    menu = menus[KINDS[AGENCIES[article["agency"]]].menu]
    assert article["agency"] in DEMO_AGENCIES
    assert article["section"] in set(_menu_keys(menu))
    assert article["topics"]
    assert set(article["topics"]) <= TOPICS
    assert set(article["source"]) == SOURCE_FIELDS
    assert all(article["source"].values())
    assert re.fullmatch(r"https://[a-z.]+\.example\.vn", article["source"]["website"])
    assert dt.date.fromisoformat(article["date"]) <= dt.date(2026, 11, 24)
    assert dt.date.fromisoformat(article["source"]["date"]) <= dt.date(2026, 11, 24)


@every_article
def test_an_article_can_be_read_in_a_few_minutes(article):
    assert 150 <= len(_written_words(article)) <= 500
    assert len(article["title"]) <= 120
    assert len(article["summary"]) <= 400
    assert 1 <= len(re.findall(r"[.?!](?=\s|$)", article["summary"])) <= 3
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", article["slug"])


@every_article
def test_an_article_is_built_of_known_simple_blocks(article):
    for block in article["body"]:
        assert block["type"] in BLOCK_TYPES
        if block["type"] == "paragraph":
            tags = set(re.findall(r"</?([a-z0-9]+)", block["value"]))
            assert tags <= {"p", "b", "i", "ul", "ol", "li", "a"}
            opened, closed = (re.findall(p, block["value"]) for p in (r"<([a-z]+)", r"</([a-z]+)"))
            assert Counter(opened) == Counter(closed)


def test_no_agency_has_two_articles_under_one_slug():
    places = Counter((article["agency"], article["slug"]) for article in ARTICLES)
    assert [place for place, times in places.items() if times > 1] == []


def test_tables_are_even_and_call_outs_have_a_known_kind():
    for table in _blocks("table"):
        assert table["caption"]
        assert {len(row) for row in table["rows"]} == {len(table["header"])}
    assert {value["kind"] for value in _blocks("callout")} == {"note", "warning"}


def test_every_picture_says_what_it_shows_and_whose_it_is():
    known = {image["key"]: image for image in _json("images.json")}
    drawn = {file.stem for file in DRAWINGS.glob("*.svg")}
    assert set(known) == drawn and len(drawn) >= 20
    for image in known.values():
        assert image["agency"] in AGENCIES
        assert set(image["source"]) == SOURCE_FIELDS
        assert all(image["source"].values())
    for value in _blocks("image"):
        assert value["image"] in known
        assert 20 <= len(value["alt"]) <= 250
        assert value["credit"]


@pytest.mark.parametrize("key", sorted(file.stem for file in DRAWINGS.glob("*.svg")))
def test_a_drawing_is_light_at_three_to_two_and_its_source_is_beside_it(key):
    with Image.open(io.BytesIO(render_image(key))) as picture:
        assert (picture.format, picture.size) == ("WEBP", DRAWING_SIZE)
    source = (DRAWINGS / f"{key}.svg").read_text()
    assert 'viewBox="0 0 480 320"' in source and len(source) < 3000


def test_files_open_in_the_browser():
    for value in _blocks("file"):
        assert value["title"]
        assert (DEMO / value["file"]).read_bytes().startswith(b"%PDF-")
    for value in _blocks("audio"):
        assert value["title"] and value["transcript"]
        with (DEMO / value["file"]).open("rb") as sound:
            assert is_genuine(sound, "mp3")


def _data_files():
    kept = {".json", ".rss", ".atom", ".md", ".html"}
    return sorted(path for path in DEMO.rglob("*") if path.suffix in kept)


@pytest.mark.parametrize("path", _data_files(), ids=lambda path: path.name)
def test_text_is_composed_vietnamese_without_legacy_encodings(path):
    text = path.read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    strange = {letter for letter in text.lower() if letter.isalpha() and letter not in LETTERS}
    assert strange == set()
    assert "\ufffd" not in text


@pytest.mark.parametrize("path", _data_files(), ids=lambda path: path.name)
def test_no_real_persons_phone_address_or_identity_number(path):
    text = path.read_text(encoding="utf-8")
    for phone in re.findall(r"(?<![\d/-])(?:\+84|0)[\d.]{8,12}\d(?!\d)", text):
        assert phone == OFFICIAL_PHONE or phone.startswith("0269.0000.")
    for email in re.findall(r"[\w.+-]+@[\w.-]+\w", text):
        assert email == OFFICIAL_EMAIL or email.endswith(".example.vn")
    assert path.suffix in {".rss", ".html"} or not re.search(r"(?<!\d)\d{12}(?!\d)", text)


def test_every_demo_agency_can_fill_its_footer():
    rows = _json("agencies.json")
    assert len(rows) == len(DEMO_AGENCIES)
    assert set(DEMO_AGENCIES) <= set(AGENCIES)
    for row in rows:
        assert set(row.get("successors", ())) <= OPEN
        assert all(row.values())
        assert 2 <= len(re.findall(r"\.(?=\s|$)", row["introduction"])) <= 3
    for field in ("email", "phone", "responsible_person"):
        assert len({row[field] for row in rows}) == len(rows)


def test_the_demo_accounts_cover_every_role_with_different_people():
    accounts = account_rows()
    four = {"author", "appraiser", "approver", "agency_admin"}
    for agency in OPEN:
        assert four <= {a["role"] for a in accounts if a["agency"] == agency}
    assert {a["role"] for a in accounts} == four | {"network_admin", "overseer", "report_viewer"}
    assert {account["agency"] for account in accounts} <= set(AGENCIES)
    for field in ("username", "full_name", "email"):
        assert len({account[field] for account in accounts}) == len(accounts)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source["key"])
def test_a_sample_feed_holds_the_stated_entries(source):
    parsed = feedparser.parse((DEMO / "portals" / source["file"]).read_bytes())
    assert not parsed.bozo
    assert len(parsed.entries) == source["entries"]
    assert 12 <= source["entries"] <= 20
    assert source["licence_note"]
    assert set(source["topics"]) <= TOPICS
    for entry in parsed.entries:
        assert re.match(r"https://[a-z.]+\.example\.vn(:443)?/", entry.link)
        assert entry.get("title") or entry.get("summary")


def test_the_gazette_writes_no_titles_and_the_paper_signs_and_tracks():
    gazette, paper = (
        feedparser.parse((DEMO / "portals" / name).read_bytes()).entries
        for name in ("congbao.rss", "bao-tinh.rss")
    )
    assert {entry.get("title", "") for entry in gazette} == {""}
    assert all(entry.title.startswith("(GLO)- ") for entry in paper)
    assert all("utm_source=rss" in entry.link for entry in paper)


def test_the_same_documents_come_from_several_portals():
    portals = Counter()
    for source in SOURCES:
        parsed = feedparser.parse((DEMO / "portals" / source["file"]).read_bytes())
        texts = " ".join(f"{e.get('title', '')} {e.get('summary', '')}" for e in parsed.entries)
        portals.update({number.canonical for number in find_document_numbers(texts)})
    assert sum(times >= 3 for times in portals.values()) >= 8


def test_two_sources_are_trusted_and_each_is_shown_somewhere():
    assert sum(source["trusted"] for source in SOURCES) == 2
    assert {source["level"] for source in SOURCES} == {"central", "provincial"}
    assert "STP-2025" in next(s for s in SOURCES if s["key"] == "bo-tu-phap")["agencies"]
    assert "SYT-2025" in next(s for s in SOURCES if s["key"] == "bo-y-te")["agencies"]
    assert all(source["agencies"] and set(source["agencies"]) <= OPEN for source in SOURCES)


def test_every_library_rule_has_one_known_reason():
    for rule in _json("library_rules.json"):
        assert set(rule.get("agencies", [])) <= OPEN
        assert set(rule.get("kinds", [])) <= set(AGENCIES.values())
        assert len({"agencies", "kinds"} & rule.keys()) == 1
        assert len({"level", "topic"} & rule.keys()) == 1
        assert rule.get("level", "provincial") == "provincial"
        assert rule.get("topic", "dat-dai") in TOPICS


@pytest.fixture(scope="module")
def portal():
    """A running portal server on a free loopback port; yields its port."""
    with make_server("127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def _get(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_the_index_lists_the_feeds_for_people_and_for_readers(portal):
    status, headers, body = _get(portal, "/")
    page = body.decode()
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    for source in SOURCES:
        assert f'<a href="/{source["file"]}">{source["name"]}</a>' in page
        assert re.search(rf'<link rel="alternate" [^>]*href="/{source["file"]}"', page)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("congbao.rss", "application/rss+xml"), ("bo-tu-phap.atom", "application/atom+xml")],
)
def test_an_unchanged_feed_is_answered_with_304(portal, name, kind):
    status, headers, body = _get(portal, f"/{name}")
    assert (status, headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
    assert body == (DEMO / "portals" / name).read_bytes()
    by_tag = _get(portal, f"/{name}", **{"If-None-Match": headers["ETag"]})
    by_date = _get(portal, f"/{name}", **{"If-Modified-Since": headers["Last-Modified"]})
    assert [(answer[0], answer[2]) for answer in (by_tag, by_date)] == [(304, b""), (304, b"")]


def test_a_stale_or_senseless_copy_gets_the_whole_feed(portal):
    fresh = _get(portal, "/congbao.rss")[1]["Last-Modified"]
    for headers in (
        {"If-None-Match": '"old"', "If-Modified-Since": fresh},
        {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"},
        {"If-Modified-Since": "hôm qua".encode().decode("latin-1")},
    ):
        assert _get(portal, "/congbao.rss", **headers)[0] == 200


@pytest.mark.parametrize("path", ["/../sources.json", "/sources.json", "/%2e%2e/x", "/x.rss"])
def test_nothing_but_the_feeds_is_served(portal, path):
    assert _get(portal, path)[0] == 404


def test_a_head_request_gets_no_body(portal):
    status, headers, body = _get(portal, "/bao-tinh.rss", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) == (DEMO / "portals/bao-tinh.rss").stat().st_size


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "", "example.vn"])
def test_the_portals_are_never_served_beyond_this_machine(host):
    with pytest.raises(ValueError, match="loopback"):
        make_server(host, 0)
