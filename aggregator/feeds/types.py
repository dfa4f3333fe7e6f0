"""Value objects of the pure modules of the aggregator: feeds, entries and named problems.

All are frozen, because an entry passes through parse, normalize, decide and store and must not
change on the way. Problems are codes; the admin screens translate them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EntryProblem(StrEnum):
    """Why a person should check an entry."""

    NO_TITLE = "no_title"
    TITLE_FROM_DESCRIPTION = "title_from_description"
    TITLE_FROM_LINK = "title_from_link"
    WORTHLESS_TITLE = "worthless_title"
    NO_LINK = "no_link"
    BROKEN_LINK = "broken_link"
    NO_DATE = "no_date"
    BAD_DATE = "bad_date"
    DAMAGED_TEXT = "damaged_text"
    OTHER_SCRIPT = "other_script"


class FeedProblem(StrEnum):
    """What was wrong with a feed that could be read nevertheless."""

    EMPTY = "empty"
    ILL_FORMED = "ill_formed"
    TRUNCATED = "truncated"
    CHARSET_REPAIRED = "charset_repaired"
    DOUBLE_ENCODED = "double_encoded"
    SAME_TITLES = "same_titles"
    NO_DATES = "no_dates"
    TOO_MANY_ENTRIES = "too_many_entries"
    WORTHLESS_TITLES = "worthless_titles"
    UNREADABLE_TEXTS = "unreadable_texts"
    OTHER_SCRIPTS = "other_scripts"
    JUMP = "jump"
    UNDATED_FLOOD = "undated_flood"
    OTHER_CONTENT = "other_content"
    OLD_FLOOD = "old_flood"
    FOREIGN_HOST = "foreign_host"
    REPUBLISHED = "republished"


class NotAFeedReason(StrEnum):
    """What the body is instead of a feed."""

    EMPTY_BODY = "empty_body"
    HTML_PAGE = "html_page"
    CHALLENGE_PAGE = "challenge_page"
    JSON = "json"
    BINARY = "binary"
    SITEMAP = "sitemap"
    OTHER_XML = "other_xml"
    PLAIN_TEXT = "plain_text"
    UNREADABLE = "unreadable"
    FEED = "feed"
    SITEMAP_INDEX = "sitemap_index"
    BAD_SELECTOR = "bad_selector"
    NOTHING_MATCHES = "nothing_matches"
    SCRIPT_PAGE = "script_page"
    LOGIN_PAGE = "login_page"
    NO_LIST = "no_list"
    MISSING_PAGE = "missing_page"


class NotAFeed(ValueError):
    """Raised if the body is not a feed. `reason` says what it is instead."""

    def __init__(self, reason: NotAFeedReason, detail: str = "") -> None:
        super().__init__(f"not a feed: {reason.value}{': ' + detail if detail else ''}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as the source published it, cleaned.

    `link` is the canonical address: the identity of the item across sources. `original_link` is the
    address to open: absolute and without tracking, but with the scheme, host and slash that the
    source wrote, because a few old portals respond only to that form. Both are None if the source
    gave no usable address; `suggested_link` is then a correction for a person to confirm, never
    followed automatically. `published` and `updated` are aware, in UTC. `excerpt` is plain text,
    and empty if it would only repeat the title.
    """

    title: str
    link: str | None
    original_link: str | None
    guid: str | None
    published: datetime | None
    excerpt: str
    content_hash: str
    updated: datetime | None = None
    suggested_link: str | None = None
    author: str = ""
    categories: tuple[str, ...] = ()
    problems: frozenset[EntryProblem] = frozenset()


@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed feed: entries in the order of the source, and its hints about its update interval.

    `ttl_seconds` and `updated` are what the source declares; `found` is the number of entries
    before the cut to the newest ones.
    """

    title: str
    link: str | None
    entries: tuple[Entry, ...]
    found: int
    updated: datetime | None = None
    ttl_seconds: int | None = None
    problems: frozenset[FeedProblem] = frozenset()

    @property
    def newest(self) -> datetime | None:
        """Return the date of the newest dated entry, or None. Its age shows whether the source is
        still active."""
        return max((entry.published for entry in self.entries if entry.published), default=None)
