"""Sitemaps, for portals that offer nothing else."""

from __future__ import annotations

import contextlib
import gzip
import time
from datetime import UTC, datetime

import pytest

from aggregator.adapters.sitemap import check, read
from aggregator.feeds.types import EntryProblem, Feed, FeedProblem, NotAFeed, NotAFeedReason
from tests.core.test_legacy_encodings import in_tcvn3, in_vni

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def read_map(body: str | bytes, pattern: str = "") -> Feed:
    return read(
        body.encode() if isinstance(body, str) else body,
        content_type="application/xml",
        base_url="https://vbpl.example.vn/sitemap.xml",
        now=NOW,
        excerpt_length=300,
        options={"pattern": pattern},
    )


def make_map(*addresses: str, inside: str = "") -> str:
    urls = "".join(f"<url><loc>{each}</loc>{inside}</url>" for each in addresses)
    return f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/'>{urls}</urlset>"


def test_an_address_that_names_a_document_makes_the_title() -> None:
    feed = read_map(
        make_map(
            "https://vbpl.example.vn/van-ban/thong-tu-30-2012-tt-bkhcn--180000",
            inside="<lastmod>2026-11-20</lastmod>",
        )
    )
    (entry,) = feed.entries
    assert entry.title == "Thông tư 30/2012/TT-BKHCN"
    assert entry.problems == {EntryProblem.TITLE_FROM_LINK}
    assert entry.published == datetime(2026, 11, 19, 17, tzinfo=UTC)


def test_the_news_extension_brings_title_and_date() -> None:
    news = (
        "<news:news><news:publication_date>2026-11-19T08:00:00+07:00</news:publication_date>"
        "<news:title><![CDATA[Luật mới &amp; điểm mới]]></news:title></news:news>"
        "<image:image><image:loc>https://vbpl.example.vn/a.jpg</image:loc></image:image>"
        "<lastmod>2026-11-24</lastmod>"
    )
    (entry,) = read_map(make_map("https://vbpl.example.vn/a.html", inside=news)).entries
    assert (entry.title, entry.problems) == ("Luật mới & điểm mới", frozenset())
    assert entry.published == datetime(2026, 11, 19, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [
        ("", 3),
        ("*/van-ban/*", 2),
        ("/van-ban/*", 2),
        ("/tin/*.html /van-ban/a", 2),
        ("https://vbpl.example.vn/van-ban/?", 0),
        ("*.vn/x*", 0),
        ("*.vn/v*b*", 2),
        ("*.html", 1),
    ],
)
def test_a_pattern_chooses_addresses(pattern: str, kept: int) -> None:
    body = make_map(
        *(f"https://vbpl.example.vn/{x}" for x in ("van-ban/a", "van-ban/b", "tin/c.html"))
    )
    if kept:
        assert len(read_map(body, pattern).entries) == kept
        return
    with pytest.raises(NotAFeed) as refused:
        read_map(body, pattern)
    assert refused.value.reason is NotAFeedReason.NOTHING_MATCHES


def test_an_index_names_the_sitemaps_it_lists() -> None:
    maps = "".join(f"<sitemap><loc>/sm-{n}.xml</loc></sitemap>" for n in range(30))
    with pytest.raises(NotAFeed) as refused:
        read_map(f"<sitemapindex>{maps}</sitemapindex>")
    assert refused.value.reason is NotAFeedReason.SITEMAP_INDEX
    named = refused.value.detail.splitlines()
    assert (len(named), named[0]) == (20, "https://vbpl.example.vn/sm-0.xml")


def test_the_newest_500_are_kept() -> None:
    urls = "".join(
        f"<url><loc>https://vbpl.example.vn/van-ban-so-{n}</loc>"
        f"<lastmod>2026-10-{n % 30 + 1:02}</lastmod></url>"
        for n in range(3_000)
    )
    feed = read_map(f"<urlset>{urls}</urlset>")
    assert (len(feed.entries), feed.found) == (500, 3_000)
    assert all(
        e.published and e.published >= datetime(2026, 10, 24, tzinfo=UTC) for e in feed.entries
    )
    assert FeedProblem.TOO_MANY_ENTRIES in feed.problems


def test_what_is_broken_is_read_as_far_as_it_is_sound() -> None:
    feed = read_map(
        "<s:urlset><!-- <s:url><s:loc>https://vbpl.example.vn/cu-khong-dung</s:loc></s:url> -->"
        "<s:url><s:loc> https://vbpl.example.vn/van-ban-mot?a=1&b=2 </s:loc><s:url>"
        "<s:loc>javascript:alert(1)</s:loc></s:url><s:url><s:loc>https://vbpl.example.vn/van-ban-hai"
    )
    assert [entry.link for entry in feed.entries] == [
        "https://vbpl.example.vn/van-ban-mot?a=1&b=2",
        "https://vbpl.example.vn/van-ban-hai",
    ]
    assert FeedProblem.NO_DATES in feed.problems


def test_a_packed_sitemap_is_unpacked_up_to_a_limit() -> None:
    body = make_map("https://vbpl.example.vn/van-ban-mot")
    assert len(read_map(gzip.compress(body.encode())).entries) == 1
    for bad in (gzip.compress(b"<urlset>" + b" " * 60_000_000), b"\x1f\x8b\x00kaputt"):
        with pytest.raises(NotAFeed):
            read_map(bad)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", NotAFeedReason.EMPTY_BODY),
        ("<html><body></body></html>", NotAFeedReason.HTML_PAGE),
        ("<rss><channel><item></item></channel></rss>", NotAFeedReason.FEED),
    ],
)
def test_what_is_no_sitemap_is_named(body: str, reason: NotAFeedReason) -> None:
    with pytest.raises(NotAFeed) as refused:
        read_map(body)
    assert refused.value.reason is reason


def test_an_empty_sitemap_is_empty_and_not_broken() -> None:
    assert read_map("<urlset/>").problems == {FeedProblem.EMPTY}


@pytest.mark.parametrize(
    ("piece", "times"),
    [
        ("<url>", 1_500_000),
        ("<url><loc>", 800_000),
        ("<!--", 2_000_000),
        ("<url><loc>https://vbpl.example.vn/" + "a" * 1_000 + "</loc></url>", 5_000),
        ("<url><loc>&a;", 500_000),
    ],
    ids=range(5),
)
def test_a_sitemap_made_to_hurt_is_done_with_soon(piece: str, times: int) -> None:
    body = f"<!DOCTYPE x [<!ENTITY a 'b'>]><urlset>{piece * times}"
    started = time.process_time()
    with contextlib.suppress(NotAFeed):
        read_map(body, "*a" * 100 + "*b")
    assert time.process_time() - started < 20


def test_a_person_is_told_of_a_pattern_that_is_too_long() -> None:
    assert check({"pattern": "a " * 21})
    assert not check({"pattern": "*/van-ban/*"})


@pytest.mark.parametrize("write", [in_tcvn3, in_vni])
def test_titles_in_old_fonts_are_read_where_most_agree_and_told_where_one_stands_alone(
    write,
) -> None:
    # TCVN3 has no capitals with tones.
    titles = ["Quyết định của tỉnh Gia Lai", "Điểm mới của nghị định", "Phổ biến pháp luật"]

    def read_titles(written: list[str]) -> Feed:
        urls = "".join(
            f"<url><loc>https://vbpl.example.vn/{number}</loc>"
            f"<news:news><news:title>{title}</news:title></news:news></url>"
            for number, title in enumerate(written)
        )
        return read_map(f"<urlset xmlns='http://www.sitemaps.org/'>{urls}</urlset>")

    assert [entry.title for entry in read_titles([*map(write, titles)]).entries] == titles
    odd = read_titles([write(titles[0]), "Luật Đất đai", "Điểm mới"]).entries[0]
    assert EntryProblem.DAMAGED_TEXT in odd.problems
