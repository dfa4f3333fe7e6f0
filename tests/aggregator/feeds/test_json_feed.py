"""JSON Feed, as jsonfeed.org describes it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from aggregator.feeds.parse import parse_feed
from aggregator.feeds.types import Feed, NotAFeed, NotAFeedReason

ITEM = {
    "id": 7,
    "url": "/tin/7?utm_source=json",
    "title": "Luật mới & cũ",
    "content_html": "<p>Nội dung <b>chính</b></p>",
    "date_published": "2026-11-20T09:17:00+07:00",
    "authors": [{"name": "Ban Biên tập"}],
    "tags": ["Đất đai", 5],
}


def parse(*items: Any, version: str = "https://jsonfeed.org/version/1.1") -> Feed:
    feed = {"version": version, "title": "Cổng", "home_page_url": "https://a.vn/", "items": items}
    return parse_feed(json.dumps(feed).encode(), content_type=None, base_url="https://a.vn/f.json")


def test_an_item_is_read_from_its_parts() -> None:
    feed = parse(ITEM)
    (entry,) = feed.entries
    assert (feed.title, entry.guid, entry.link) == ("Cổng", "7", "https://a.vn/tin/7")
    assert (entry.title, entry.excerpt) == ("Luật mới & cũ", "Nội dung chính")
    assert entry.published == datetime(2026, 11, 20, 2, 17, tzinfo=UTC)
    assert (entry.author, entry.categories) == ("Ban Biên tập", ("Đất đai",))


def test_version_one_names_one_author_and_what_is_odd_is_left_out() -> None:
    old = {"id": "x", "external_url": "https://b.vn/x", "author": {"name": "An"}, "tags": "a"}
    feed = parse("text", None, {**old, "content_text": "a < b", "title": ["x"]}, version=VERSION_1)
    (entry,) = feed.entries
    assert (entry.author, entry.title, entry.link) == ("An", "a < b", "https://b.vn/x")


VERSION_1 = "https://jsonfeed.org/version/1"


def test_a_feed_without_items_is_a_feed() -> None:
    assert parse().entries == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"ok": true}', NotAFeedReason.JSON),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', NotAFeedReason.JSON),
        (b'{"version": 1, "items": []}', NotAFeedReason.JSON),
        (b"{", NotAFeedReason.JSON),
        (b"[1]", NotAFeedReason.JSON),
        (b'{"a":' * 100_000, NotAFeedReason.JSON),
        (b'{"a":[' + b"1," * 400_000 + b"1]}", NotAFeedReason.UNREADABLE),
    ],
)
def test_other_json_is_named(body: bytes, reason: NotAFeedReason) -> None:
    with pytest.raises(NotAFeed) as refused:
        parse_feed(body, content_type="application/json", base_url="https://a.vn/")
    assert refused.value.reason is reason
