"""Detect titles that a person should see first: placeholders of portal software, other scripts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from aggregator.feeds.missing_pages import says_missing
from aggregator.feeds.scripts import find_other_scripts
from aggregator.feeds.types import Entry, EntryProblem, Feed

_NOTHING = frozenset(
    """lib site|untitled|untitled document|no title|(no title)|default|default title|new page|home
    |index|item|title|test|document|article|post|page|image|news|details|detail|read more|view more
    |more|click here|link|null|undefined|none|không có tiêu đề|không tiêu đề|chưa có tiêu đề
    |tiêu đề|tin tức|tin mới|bài viết|trang chủ|xem thêm|xem tiếp|xem chi tiết|chi tiết|đọc thêm
    |đọc tiếp|tải về|tải xuống|thêm|hình ảnh|ảnh|văn bản|tại đây|xem|file đính kèm
    |thông tin chi tiết|đăng nhập|đăng ký|đăng ký tài khoản|quên mật khẩu|liên hệ|tìm kiếm
    |sơ đồ cổng|trang đầu|trang trước|trang sau|trang tiếp|trang cuối|next|previous|login|sign in
    """.replace("\n    |", "|")
    .strip()
    .split("|")
)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_COPY = re.compile(r"\s*[(#]?\d{1,4}\)?$")
_FILE = re.compile(r"\S+\.(?:aspx?|html?|php|jsp|pdf|docx?|xlsx?|jpe?g|png|zip|rar)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Titles of pages that replace a closed portal, or of challenge pages.
_GATE = re.compile(
    r"\b(?:website|trang|cổng|hệ thống)\b.{0,60}\b(?:đang|tạm)\b.{0,12}\b(?:bảo trì|nâng cấp)\b"
    r"|\b(?:lỗi|error) ?[45]\d\d\b|\b[45]\d\d\W{1,3}(?:not found|forbidden|internal|bad|service)\b"
    r"|không tìm thấy trang|vui lòng (?:quay|truy cập) lại|captcha|access denied|just a moment"
    r"|không phải (?:là )?(?:robot|người máy)",
    re.IGNORECASE,
)
_GATE_SHOWS_AT_MOST = 5
_LONGEST_PHRASE = 30
_FEWEST_LETTERS = 3
_SHARED_FROM = 3


def says_nothing(title: str) -> bool:
    """Return whether a title has no information for a reader, whatever its item is about."""
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


def is_gate(title: str) -> bool:
    """Return whether a title is that of a closed portal or a challenge page."""
    return _GATE.search(title) is not None


def with_titles_judged(feed: Feed) -> Feed:
    """Return the feed with a problem on each entry whose title is meaningless or in another script.

    A title that at least half of the entries share, the title of a closed portal and that of a
    page that does not exist are meaningless too.
    """
    feed = _with_scripts_judged(feed)
    counts = Counter(entry.title for entry in feed.entries)
    shared = {
        title for title, n in counts.items() if n >= _SHARED_FROM and 2 * n >= len(feed.entries)
    }
    few = len(feed.entries) <= _GATE_SHOWS_AT_MOST
    return replace(
        feed,
        entries=tuple(
            _marked(entry, EntryProblem.WORTHLESS_TITLE)
            if entry.title in shared
            or says_nothing(entry.title)
            or says_missing(entry.title)
            or (few and is_gate(entry.title))
            else entry
            for entry in feed.entries
        ),
    )


def _with_scripts_judged(feed: Feed) -> Feed:
    """Return the feed with the problem OTHER_SCRIPT on entries whose titles are in another
    script."""
    other = find_other_scripts([entry.title for entry in feed.entries])
    if not other:
        return feed
    judged = (
        _marked(entry, EntryProblem.OTHER_SCRIPT) if entry.title in other else entry
        for entry in feed.entries
    )
    return replace(feed, entries=tuple(judged))


def _marked(entry: Entry, problem: EntryProblem) -> Entry:
    """Return the entry with the problem, unless it has no title."""
    return replace(entry, problems=entry.problems | {problem}) if entry.title else entry
