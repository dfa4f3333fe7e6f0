"""Make entries and feeds of what list adapters find: a title, an address and perhaps a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from aggregator.feeds.dates import parse_date
from aggregator.feeds.fonts import is_damaged
from aggregator.feeds.links import Link, host_of, resolve_link
from aggregator.feeds.normalize import hash_content
from aggregator.feeds.parse import MAX_ENTRIES, newest_entries, title_from_link
from aggregator.feeds.types import (
    Entry,
    EntryProblem,
    Feed,
    FeedProblem,
    NotAFeed,
    NotAFeedReason,
)

_DAY = re.compile(r"/(20\d\d/\d{1,2}/\d{1,2})/")


def own_hosts(*addresses: str) -> frozenset[str]:
    """Return the hosts of the absolute addresses."""
    return frozenset(host for address in addresses if (host := host_of(address)))


def listed_entry(title: str, link: Link, published: datetime | None, written_date: str) -> Entry:
    """Return an entry with its problems. `title` is clean text; an empty title is made from the
    link. `written_date` is the date as the source wrote it, "" if it wrote none."""
    problems: set[EntryProblem] = set()
    if not link.canonical:
        problems.add(EntryProblem.BROKEN_LINK if link.broken else EntryProblem.NO_LINK)
    if not title:
        title = title_from_link(link.canonical or "")
        problems.add(EntryProblem.TITLE_FROM_LINK if title else EntryProblem.NO_TITLE)
    if is_damaged(title):
        problems.add(EntryProblem.DAMAGED_TEXT)
    if published is None:
        problems.add(EntryProblem.BAD_DATE if written_date else EntryProblem.NO_DATE)
    return Entry(
        title=title,
        link=link.canonical,
        original_link=link.tidy,
        guid=None,
        published=published,
        excerpt="",
        content_hash=hash_content(title, ""),
        suggested_link=link.suggested,
        problems=frozenset(problems),
    )


def day_in_address(link: str | None, now: datetime) -> datetime | None:
    """Return the day that an address names as folders, as in "/2026/12/02/ten-bai.html"."""
    found = _DAY.search(link or "")
    return parse_date(found[1], now=now) if found else None


def listed_feed(
    found: Iterable[Entry], *, title: str, base_url: str, problems: frozenset[FeedProblem]
) -> Feed:
    """Return the entries as a feed, each link once. Raises NotAFeed (NOTHING_MATCHES) if there is
    none."""
    entries = tuple(_once(found))
    if not entries:
        raise NotAFeed(NotAFeedReason.NOTHING_MATCHES)
    kept = newest_entries(entries, MAX_ENTRIES)
    seen = set(problems)
    if len(kept) < len(entries):
        seen.add(FeedProblem.TOO_MANY_ENTRIES)
    if not any(entry.published for entry in kept):
        seen.add(FeedProblem.NO_DATES)
    return Feed(
        title=title,
        link=resolve_link(base_url, base=base_url, own_hosts=own_hosts(base_url)).canonical,
        entries=kept,
        found=len(entries),
        problems=frozenset(seen),
    )


def _once(found: Iterable[Entry]) -> Iterable[Entry]:
    """Yield the entries without those whose link an earlier entry has."""
    seen: set[str] = set()
    for entry in found:
        if entry.link and entry.link in seen:
            continue
        seen.add(entry.link or "")
        yield entry
