"""Feeds of other projects' test suites: none raises, and the stated entry counts are met."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from aggregator.feeds.parse import parse_feed
from aggregator.feeds.types import Feed, NotAFeed, NotAFeedReason

ROOT = Path(__file__).resolve().parents[3]
HARD = Path(os.environ.get("PBGDPL_SHARED") or ROOT.parent / "shared") / "feeds" / "hard"

pytestmark = pytest.mark.skipif(
    not HARD.is_dir(), reason="the shared hard feeds are missing (PBGDPL_SHARED)"
)


def manifest() -> list[dict[str, str]]:
    if not HARD.is_dir():
        return []
    with (HARD / "manifest.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


STATED = [(row["path"], row["expected"]) for row in manifest() if row["expected"].startswith("{")]


def read(path: str) -> Feed:
    return parse_feed(
        (HARD / path).read_bytes(), content_type=None, base_url="http://example.com/feed"
    )


@pytest.mark.parametrize("path", [row["path"] for row in manifest()])
def test_no_feed_raises_anything_but_not_a_feed(path: str) -> None:
    try:
        read(path)
    except NotAFeed as refusal:
        # The one file without any element: its own test calls it "an empty document".
        assert path.endswith("rss_empty_document.xml")
        assert refusal.reason is NotAFeedReason.PLAIN_TEXT


@pytest.mark.parametrize(("path", "stated"), STATED)
def test_the_stated_entry_count_is_met(path: str, stated: str) -> None:
    assert len(read(path).entries) == json.loads(stated)["items"]


# The other project takes the last of several links of an item, we take the first: portals put
# the article first and "related" after it.
FIRST_LINK_WINS = "gofeed/parser/rss/rdf_item_links.xml"


@pytest.mark.parametrize(("path", "stated"), STATED)
def test_the_stated_links_and_titles_are_met(path: str, stated: str) -> None:
    wanted = json.loads(stated)
    for entry, link, title in zip(
        read(path).entries, wanted["item_links"], wanted["item_titles"], strict=True
    ):
        if path != FIRST_LINK_WINS:
            assert entry.original_link == link
        # Titles are plain text here; where the feed has none, one is borrowed.
        if title is not None:
            assert entry.title == title.removeprefix("<p>").removesuffix("</p>")
