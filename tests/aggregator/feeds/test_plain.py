"""The short way through a plain feed says what feedparser says, or nothing."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator.feeds import parse
from aggregator.feeds.parse import parse_feed
from aggregator.feeds.plain import read_plain
from aggregator.feeds.types import Feed, NotAFeed
from tests.scale.feeds_workload import write_feeds

ROOT = Path(__file__).resolve().parents[3]
FEEDS = Path(os.environ.get("PBGDPL_SHARED") or ROOT.parent / "shared") / "feeds"
NOW = datetime(2026, 11, 25, tzinfo=UTC)
SUFFIXES = {".xml", ".rss", ".atom", ".rdf"}


def read(body: bytes) -> Feed | str:
    try:
        return parse_feed(body, content_type=None, base_url="http://example.com/feed", now=NOW)
    except NotAFeed as refusal:
        return refusal.reason


def assert_same(body: bytes, monkeypatch) -> int:
    """Compare both ways; return whether the short one was taken."""
    taken: list[bool] = []

    def noted(xml: str):
        plain = read_plain(xml)
        taken.append(plain is not None)
        return plain

    monkeypatch.setattr(parse, "read_plain", noted)
    short = read(body)
    monkeypatch.setattr(parse, "read_plain", lambda xml: None)
    assert short == read(body)
    return int(any(taken))


@pytest.mark.skipif(not FEEDS.is_dir(), reason="the shared feeds are missing (PBGDPL_SHARED)")
def test_every_feed_at_hand_reads_the_same_either_way(monkeypatch):
    paths = [path for path in FEEDS.rglob("*") if path.suffix in SUFFIXES]
    assert sum(assert_same(path.read_bytes(), monkeypatch) for path in paths) >= 5


def test_feeds_of_the_benchmark_take_the_short_way(monkeypatch, tmp_path):
    write_feeds(tmp_path, base="http://127.0.0.1:18081", feeds=6, entries=5)
    for path in (tmp_path / "f").iterdir():
        assert assert_same(path.read_bytes(), monkeypatch)


RSS = (
    '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>T</title>'
    "<link>https://a.vn/</link><item><title>Nghị định</title>{}</item></channel></rss>"
)


@pytest.mark.parametrize(
    "odd",
    [
        "<title>Hai</title>",
        "<link>/tin/1</link>",
        "<guid>tin-1</guid>",
        "<pubDate>25 tháng 11 năm 2026</pubDate>",
        "<media:title>Ảnh</media:title>",
        "<description><b>đậm</b></description>",
        "<author>a@b.vn (An)</author>",
        '<link xml:base="https://b.vn/">https://a.vn/1</link>',
        "<description>&#x93;</description>",
        "<link>https://a.vn/?a=1&amp;copy;=2</link>",
    ],
)
def test_what_is_not_plain_is_left_to_feedparser(odd, monkeypatch):
    assert not assert_same(RSS.format(odd).encode(), monkeypatch)


@pytest.mark.parametrize(
    "usual",
    [
        "<description>&lt;p&gt;Quy định&amp;nbsp;mới &amp;amp; cũ&lt;/p&gt;</description>",
        "<description><![CDATA[<p>Quy định</p><script>x</script>]]></description>",
        "<guid>https://a.vn/1</guid>",
        "<link>https://a.vn/?a=1&amp;b=2</link><category>A</category><category>B</category>",
        "<description/>",
        "<description>{}</description>".format("é ú".encode().decode("iso-8859-1")),
        "<!-- x --><link><!-- y -->https://a.vn/1</link>",
    ],
)
def test_what_is_usual_reads_the_same(usual, monkeypatch):
    assert assert_same(RSS.format(usual).encode(), monkeypatch)
