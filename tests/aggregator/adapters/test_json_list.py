"""JSON of portals: paths to items, titles, links and dates in all their spellings."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from aggregator.adapters.json_list import check, read
from aggregator.feeds.types import Feed, NotAFeed, NotAFeedReason

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
SEVEN = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
PATHS = {"title": "t", "link": "l", "date": "d"}


def read_value(value: Any, **options: str) -> Feed:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return read(
        body,
        content_type="application/json",
        base_url="https://api.example.vn/v1/tin",
        now=NOW,
        excerpt_length=300,
        options=PATHS | options,
    )


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-27T07:00:00+07:00",
        "2026-11-27T00:00:00.000Z",
        "27/11/2026 07:00",
        "/Date(1795737600000)/",
        "/Date(1795737600000+0700)/",
        1795737600,
        1795737600000,
        "1795737600",
        1795737600.0,
        "20261127070000",
    ],
)
def test_a_date_is_read_however_it_is_written(written: object) -> None:
    feed = read_value([{"t": "Tin đáng đọc", "l": "/tin/1", "d": written}])
    assert feed.entries[0].published == SEVEN


def test_links_start_at_the_page_at_a_base_or_are_put_together() -> None:
    item = {"t": "Tin đáng đọc", "l": "/tin/1", "a": {"s": "tin moi/hai?"}, "n": 7}
    assert read_value([item]).entries[0].link == "https://api.example.vn/tin/1"
    assert read_value([item], base="https://www.example.vn/").entries[0].link == (
        "https://www.example.vn/tin/1"
    )
    made = read_value([item], link="https://www.example.vn/{a.s}-{n}.html").entries[0].link
    assert made == "https://www.example.vn/tin%20moi/hai%3F-7.html"
    assert read_value([item], link="/tin/{x}").entries[0].link is None


@pytest.mark.parametrize(
    ("value", "items", "reason"),
    [
        ([], "", NotAFeedReason.NOTHING_MATCHES),
        ({"a": [{"t": "x"}]}, "b.c", NotAFeedReason.NOTHING_MATCHES),
        (b"[{", "", NotAFeedReason.UNREADABLE),
        (b"[" + b"{}," * 200_000 + b"{}]", "", NotAFeedReason.UNREADABLE),
        (b"<html><p>x", "", NotAFeedReason.HTML_PAGE),
        (b"<rss><channel><item></item></channel></rss>", "", NotAFeedReason.FEED),
    ],
)
def test_what_has_no_such_items_is_named(value: object, items: str, reason: NotAFeedReason) -> None:
    with pytest.raises(NotAFeed) as refused:
        read_value(value, items=items)
    assert refused.value.reason is reason


def test_a_person_is_told_which_path_is_missing() -> None:
    assert check({"title": "t"}).keys() == {"link"}
    assert check({"title": "t", "link": "l", "base": "tin"}).keys() == {"base"}
