"""The sample portals: every feed is read as its description says."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aggregator.feeds.dates import VIETNAM
from aggregator.feeds.dedupe import Known, Verdict, decide_all, digest_of, index_known, link_key_of
from aggregator.feeds.parse import parse_feed
from aggregator.feeds.types import EntryProblem, Feed, FeedProblem, NotAFeed, NotAFeedReason

ROOT = Path(__file__).resolve().parents[3]
PORTALS = Path(os.environ.get("PBGDPL_SHARED") or ROOT.parent / "shared") / "feeds" / "portals"
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not PORTALS.is_dir(), reason="the shared sample portals are missing (PBGDPL_SHARED)"
)


def expected() -> dict[str, Any]:
    if not PORTALS.is_dir():
        return {}
    return dict(json.loads((PORTALS / "expected.json").read_text("utf-8")))


def read(name: str) -> Feed:
    # The portals are served on loopback; their links are to be read by what they say themselves.
    return parse_feed(
        (PORTALS / name).read_bytes(),
        content_type="text/xml",
        base_url=f"http://127.0.0.1:8000/{name}",
        now=NOW,
    )


FEEDS = [name for name in expected() if name.endswith((".rss", ".atom", ".rdf"))]


@pytest.mark.parametrize("name", FEEDS)
def test_every_item_is_found_with_its_clean_link(name: str) -> None:
    wanted = expected()[name]
    feed = read(name)
    assert len(feed.entries) == wanted["count"]
    for entry, item in zip(feed.entries, wanted["items"], strict=False):
        assert entry.link == item["link"]


@pytest.mark.parametrize("name", FEEDS)
def test_local_dates_are_read_in_vietnamese_time(name: str) -> None:
    for entry, item in zip(read(name).entries, expected()[name]["items"], strict=False):
        if "date" in item:
            day = entry.published and entry.published.astimezone(VIETNAM).date().isoformat()
            assert day == item["date"]


@pytest.mark.parametrize("name", FEEDS)
def test_every_item_has_a_title_and_no_markup(name: str) -> None:
    for entry in read(name).entries:
        assert entry.title
        assert not {"<", ">", "\ufffd"} & set(entry.title + entry.excerpt)
        assert not entry.title.startswith(("(GLO)", "(Chinhphu.vn)"))
        assert len(entry.excerpt) <= 300


@pytest.mark.parametrize("name", FEEDS)
def test_a_second_fetch_of_the_same_body_changes_nothing(name: str) -> None:
    entries = read(name).entries
    first = decide_all(entries, {})
    assert {decision.verdict for decision in first} <= {Verdict.NEW}
    rows = [
        Known(n, link_key_of(e), e.guid, digest_of(e), e.content_hash, e.title, e.published)
        for n, e in enumerate(entries)
    ]
    again = decide_all(read(name).entries, index_known(rows))
    assert {decision.verdict for decision in again} <= {Verdict.SAME}


def test_a_lost_slash_is_reported_and_its_repair_suggested() -> None:
    items = expected()["tinh.rss"]["items"]
    broken = [
        entry
        for entry, item in zip(read("tinh.rss").entries, items, strict=True)
        if item["broken_link"]
    ]
    assert broken and all(EntryProblem.BROKEN_LINK in entry.problems for entry in broken)
    assert broken[0].suggested_link == "https://tinh.example.vn/he-thong-van-ban/1000.aspx"


def test_what_ails_a_source_is_named() -> None:
    assert FeedProblem.SAME_TITLES in read("libsite.rss").problems
    assert FeedProblem.EMPTY in read("trong.rss").problems
    with pytest.raises(NotAFeed) as page:
        read("baotri.html")
    assert page.value.reason is NotAFeedReason.HTML_PAGE
    with pytest.raises(NotAFeed) as sitemap:
        read("sitemap.xml")
    assert sitemap.value.reason is NotAFeedReason.SITEMAP
