"""Feeds as portals really write them: what a reader would see of each."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

import pytest

from aggregator.feeds.parse import parse_feed
from aggregator.feeds.types import Entry, EntryProblem, Feed, FeedProblem, NotAFeed

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def read(body: str | bytes, content_type: str | None = "text/xml", **options: int) -> Feed:
    raw = body.encode() if isinstance(body, str) else body
    return parse_feed(
        raw, content_type=content_type, base_url="https://so.example.vn/rss", now=NOW, **options
    )


def rss(items: str, channel: str = "<title>Sở</title><link>https://so.example.vn/</link>") -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<rss version="2.0"><channel>{channel}{items}</channel></rss>'


def item(inner: str) -> Entry:
    (entry,) = read(rss(f"<item>{inner}</item>")).entries
    return entry


def test_an_empty_title_is_taken_from_the_description() -> None:
    entry = item("<title></title><description>&lt;p&gt;Luật Đất đai&lt;/p&gt;</description>")
    assert entry.title == "Luật Đất đai"
    assert entry.excerpt == ""
    assert EntryProblem.TITLE_FROM_DESCRIPTION in entry.problems


def test_without_title_and_description_the_address_speaks() -> None:
    entry = item("<link>/van-ban/thong-tu-so-33-2026-tt-bct-469965.htm</link>")
    assert entry.title == "thong tu so 33 2026 tt bct"
    assert EntryProblem.TITLE_FROM_LINK in entry.problems


def test_one_title_for_all_items_yields_to_the_descriptions() -> None:
    items = "".join(
        f"<item><title>Lib Site</title><link>/{n}</link>"
        f"<description>Tin số {n}</description></item>"
        for n in range(3)
    )
    feed = read(rss(items))
    assert [entry.title for entry in feed.entries] == ["Tin số 0", "Tin số 1", "Tin số 2"]
    assert FeedProblem.SAME_TITLES in feed.problems


@pytest.mark.parametrize(
    "written",
    [
        "Nghị định về đất đai",
        "<![CDATA[Nghị định về đất đai]]>",
        "<![CDATA[<a href='/x'>Nghị định</a> về&nbsp;đất đai]]>",
        "Ngh&amp;#7883; &amp;#273;&amp;#7883;nh v&amp;#7873; &amp;#273;&amp;#7845;t &amp;#273;ai",
        "Ngh&#7883; &#273;&#7883;nh v&#7873; &#273;&#7845;t &#273;ai",
        "Nghị ðịnh về ðất ðai",
        "Nghi\u0323 đi\u0323nh vê\u0300 đâ\u0301t đai",
        "\u200bNghị\u00a0định\n về  đất đai\ufeff",
        "(GLO)- Nghị định về đất đai",
        "(Chinhphu.vn) – Nghị định về đất đai",
        "Nghị định về đất&nbsp;đai",
    ],
)
def test_titles_come_out_as_a_person_reads_them(written: str) -> None:
    assert item(f"<title>{written}</title>").title == "Nghị định về đất đai"


def test_script_and_handlers_never_get_through() -> None:
    entry = item(
        "<title>Luật</title><description>&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;a()"
        "&lt;/script&gt;&amp;lt;script&amp;gt;b()&amp;lt;/script&amp;gt;"
        "&lt;a href='javascript:x'&gt;đọc&lt;/a&gt;</description>"
    )
    assert entry.excerpt == "đọc"


def test_a_guid_is_a_link_only_if_it_is_an_address() -> None:
    assert item("<title>T</title><guid>vb0</guid>").link is None
    assert item("<title>T</title><guid>https://so.example.vn/a</guid>").link == (
        "https://so.example.vn/a"
    )


def test_relative_links_follow_the_site_not_the_feed_server() -> None:
    body = rss("<item><title>T</title><link>/a</link></item>")
    feed = parse_feed(
        body.encode(), content_type=None, base_url="http://127.0.0.1:8000/x.rss", now=NOW
    )
    assert feed.entries[0].link == "https://so.example.vn/a"


def test_a_site_that_names_itself_by_a_private_host_is_read_by_its_public_one() -> None:
    body = rss(
        "<item><title>T</title><link>/a</link></item>"
        "<item><title>U</title><link>http://10.1.2.3:8080/b</link></item>",
        "<title>Sở</title><link>http://localhost/</link>",
    )
    first, second = read(body).entries
    assert first.link == "https://so.example.vn/a"
    assert second.link is None and EntryProblem.BROKEN_LINK in second.problems


@pytest.mark.parametrize(
    "body",
    [
        "\n\n  " + rss("<item><title>Đất đai</title></item>"),
        "\ufeff\ufeff" + rss("<item><title>Đất đai</title></item>"),
        "<br />\n<b>Warning</b>: mysql in x.php<br />\n"
        + rss("<item><title>Đất đai</title></item>"),
        rss("<item><title>Đất đai</title></item>") + "<script>track()</script>\n<!-- 0.1s -->",
        rss(
            "<item><title>Đất đai</title><description>a & b &nbsp; \x0b &#x1f;</description></item>"
        ),
        rss("<item><title>Đất đai</title><media:thumbnail url='x'/><o:p>y</o:p></item>"),
        rss("<item><title>Đất đai</title><link>/a?b=1&c=2&copy=3</link></item>"),
        rss("<item><title>Đất đai</title><description>x<br>y<p>z</description></item>"),
        rss("<item><title>Đất đai</title></item><item><title>Cụt")[:-25],
        rss("<item><title>Đất đai</title></item>").replace("UTF-8", "utf-16"),
        '<!DOCTYPE rss [<!ENTITY d "Đất">]>' + rss("<item><title>&d; đai</title></item>")[38:],
    ],
)
def test_broken_documents_still_give_their_items(body: str) -> None:
    assert [entry.title for entry in read(body).entries] == ["Đất đai"]


def test_a_document_cut_in_the_middle_gives_its_whole_items_only() -> None:
    body = rss("".join(f"<item><title>Tin {n}</title></item>" for n in range(10)))
    feed = read(body[:-60])
    assert FeedProblem.TRUNCATED in feed.problems
    assert all(len(entry.title) == 5 for entry in feed.entries)


def test_the_newest_entries_are_kept_whatever_the_order() -> None:
    items = [
        f"<item><title>Tin {n}</title><link>/{n}</link>"
        f"<pubDate>{1 + n % 28:02d}/{1 + n // 28:02d}/2026</pubDate></item>"
        for n in range(60)
    ]
    random.Random(7).shuffle(items)  # noqa: S311 - repeatable, not secret
    feed = read(rss("".join(items)), max_entries=10)
    assert {entry.title for entry in feed.entries} == {f"Tin {n}" for n in range(50, 60)}
    assert feed.found == 60 and FeedProblem.TOO_MANY_ENTRIES in feed.problems


def test_hints_of_the_source_are_handed_on() -> None:
    channel = (
        "<title>Sở</title><link>https://so.example.vn/</link><ttl>60</ttl>"
        "<lastBuildDate>Fri, 20 Nov 2026 09:17:00 +0700</lastBuildDate>"
    )
    feed = read(rss("", channel))
    assert feed.ttl_seconds == 3_600
    assert feed.updated == datetime(2026, 11, 20, 2, 17, tzinfo=UTC)


def test_files_of_the_machine_are_never_read_and_entities_never_grow() -> None:
    body = (
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "bbbbbbbbbb">'
        '<!ENTITY c "&b;&b;&b;&b;">]><rss><channel><item><title>x&a;&c;</title></item>'
        "</channel></rss>"
    )
    assert read(body).entries[0].title == "x&a;&c;"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_body"),
        (b"  \n", "empty_body"),
        (b"<!DOCTYPE html><html><body>rss</body></html>", "html_page"),
        (b"<html><script>document.cookie='D1N=1'</script></html>", "challenge_page"),
        (b'{"items": []}', "json"),
        (b"%PDF-1.7 x", "binary"),
        (b"<?xml version='1.0'?><urlset><url/></urlset>", "sitemap"),
        (b"<?xml version='1.0'?><opml/>", "other_xml"),
        (b"Wrong URL", "plain_text"),
        (b"<rss><channel>" + b"<a>" * 400_000 + b"</channel></rss>", "unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_named(body: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed) as caught:
        read(body)
    assert caught.value.reason == reason


def test_any_bytes_give_a_feed_or_a_name() -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    whole = rss("<item><title>Đất &amp; nước</title><link>/a</link></item>" * 3).encode()
    for _ in range(400):
        body = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            place = chance.randrange(len(body))
            body[place : place + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 9))
        try:
            read(bytes(body), chance.choice([None, "text/xml; charset=utf-7", "text/html"]))
        except NotAFeed as refusal:
            assert refusal.reason


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel>" + b"<item>" * 400_000,
        b"<rss><channel>&nbsp;" + b"<![CDATA[" * 300_000 + b"</channel></rss>",
        b"<!DOCTYPE " + b"[" * 2_000_000,
        b"<!--" * 500_000,
        b"<rss><channel><item><title>" + b"&" * 2_000_000,
        b"<rss><channel>" + b"<item><title>a<b>x</title><link>/x</link></item>" * 60_000,
    ],
)
def test_hostile_bodies_take_no_time(body: bytes) -> None:
    started = time.process_time()
    try:
        feed = read(body)
        assert len(feed.entries) <= 500
    except NotAFeed as refusal:
        assert refusal.reason
    assert time.process_time() - started < 5


def test_an_empty_feed_of_rdf_090_is_a_feed() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    netscape = "http://channel.netscape.com/rdf/simple/0.9/"
    body = f'<rdf:RDF xmlns:rdf="{rdf}" xmlns="{netscape}"><channel/></rdf:RDF>'
    feed = parse_feed(body.encode(), content_type=None, base_url="https://a.vn/")
    assert feed.problems == {FeedProblem.EMPTY}
