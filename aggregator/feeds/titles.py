"""Titles that say nothing about their item: what portal software writes where nobody wrote one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from aggregator.feeds.types import Entry, EntryProblem, Feed

_NOTHING = frozenset(
    """lib site|untitled|untitled document|no title|(no title)|default|default title|new page|home
    |index|item|title|test|document|article|post|page|image|news|details|detail|read more|view more
    |more|click here|link|null|undefined|none|không có tiêu đề|không tiêu đề|chưa có tiêu đề
    |tiêu đề|tin tức|tin mới|bài viết|trang chủ|xem thêm|xem tiếp|xem chi tiết|chi tiết|đọc thêm
    |đọc tiếp|tải về|tải xuống|thêm|hình ảnh|ảnh|văn bản|tại đây|xem|file đính kèm
    |thông tin chi tiết
    """.replace("\n    |", "|")
    .strip()
    .split("|")
)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_COPY = re.compile(r"\s*[(#]?\d{1,4}\)?$")
_FILE = re.compile(r"\S+\.(?:aspx?|html?|php|jsp|pdf|docx?|xlsx?|jpe?g|png|zip|rar)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LONGEST_PHRASE = 30
_FEWEST_LETTERS = 3
_SHARED_FROM = 3


def says_nothing(title: str) -> bool:
    """Return whether a title would tell a reader nothing, whatever its item is about."""
    if len(title) > _LONGEST_PHRASE and " " in title:
        return False
    bare = _EDGES.sub("", title).casefold()
    signs = {char.isdigit() for char in bare if char.isalnum()}
    if len(signs) < 2 and sum(map(str.isalpha, bare)) < _FEWEST_LETTERS:
        return True
    return bool(
        bare in _NOTHING
        or _COPY.sub("", bare) in _NOTHING
        or _FILE.fullmatch(bare)
        or _ADDRESS.fullmatch(bare)
    )


def with_titles_judged(feed: Feed) -> Feed:
    """Return the feed with a problem at each entry whose title says nothing.

    What at least half of a feed are called says nothing either.
    """
    counts = Counter(entry.title for entry in feed.entries)
    shared = {
        title for title, n in counts.items() if n >= _SHARED_FROM and 2 * n >= len(feed.entries)
    }
    return replace(
        feed,
        entries=tuple(
            _marked(entry) if entry.title in shared or says_nothing(entry.title) else entry
            for entry in feed.entries
        ),
    )


def _marked(entry: Entry) -> Entry:
    if not entry.title:
        return entry
    return replace(entry, problems=entry.problems | {EntryProblem.WORTHLESS_TITLE})
