"""Decide for each entry of a fetched feed whether it is new. Pure: takes rows, returns outcomes.

Within a source, an item is identified by its link key, else its guid, else title and date. A guid
alone is weak (some portals change guids at every fetch, or use one guid for everything), so it
counts only if the rest agrees. If an address is no longer in the feed but its title and date are,
the address has changed: some portals put session ids into links, others the title, which they
correct while date and number stay ("...-20261.html"). Where the date changes too, `republished`
decides. An article that another source brought first is a duplicate: it is stored with a reference
to the first item, so that lists show it once and name both sources.

`item_services` queries the rows of the source that match `lookup_keys(entries)`, then those of
other sources with one of the new links. It writes only new, changed or duplicate entries; for a
second fetch of the same body all outcomes are SAME.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from aggregator.feeds.links import is_front_page, link_key
from aggregator.feeds.types import Entry

# A link that so many items with different titles share is a list page, not an article.
_SHARED_LINK_FROM = 3
_ALIKE = 0.6
# The end of a path that identifies a page: it contains a number that is not a year.
PAGE_OF_LINK = re.compile(r"/([^/?#]*?(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{2,}[^/?#]*)(?:[?#].*)?$")
_NUMBER = re.compile(r"\D(?!(?:19|20)\d\d(?!\d))(\d{4,20})(?:\.[a-z]{3,5})?(?:[?#].*)?$")


class Verdict(StrEnum):
    """What to do with an entry. Only NEW, CHANGED and DUPLICATE are stored."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    UNUSABLE = "unusable"


class Reason(StrEnum):
    """Why the verdict was reached."""

    FIRST_SEEN = "first_seen"
    TEXT_CHANGED = "text_changed"
    LINK_CHANGED = "link_changed"
    UNCHANGED = "unchanged"
    REPEATED_IN_FEED = "repeated_in_feed"
    KNOWN_FROM_OTHER_SOURCE = "known_from_other_source"
    KNOWN_TITLE = "known_title"
    NOTHING_TO_TELL_IT_BY = "nothing_to_tell_it_by"


@dataclass(frozen=True, slots=True)
class Known:
    """The stored values of an item that deduplication compares. `row` is its primary key.

    `link_key` is None if the item has no link, or one that does not identify an article.
    """

    row: int
    link_key: str | None
    guid: str | None
    digest: str
    content_hash: str
    title: str = ""
    published: datetime | None = None
    original_link: str = ""


type KnownIndex = Mapping[str, Sequence[Known]]


@dataclass(frozen=True, slots=True)
class Keys:
    """Values to look up stored rows by. A row that matches any of them is a candidate."""

    link_keys: frozenset[str]
    guids: frozenset[str]
    digests: frozenset[str]
    moments: frozenset[str]


@dataclass(frozen=True, slots=True)
class DedupeOutcome:
    """The verdict on one entry.

    `identity` is unique within the source. `of` is the stored row that the entry updates (SAME,
    CHANGED), repeats (DUPLICATE) or seems to publish again (KNOWN_TITLE), else None.
    """

    entry: Entry
    verdict: Verdict
    reason: Reason
    identity: str
    of: Known | None = None


def digest_of(entry: Entry) -> str:
    """Return the hash of title and date that identifies an entry without link and guid."""
    return _digest(entry.title, entry.published)


@lru_cache(maxsize=2048)
def _digest(title: str, published: datetime | None) -> str:
    """Return the hash of a folded title and a date."""
    date = published.isoformat() if published else ""
    return hashlib.blake2b(f"{fold_title(title)}\0{date}".encode(), digest_size=16).hexdigest()


def link_key_of(entry: Entry) -> str | None:
    """Return the link key of an entry, or None if its link identifies no article."""
    return _article_key(entry.link) if entry.link else None


@lru_cache(maxsize=2048)
def _article_key(link: str) -> str | None:
    """Return the key of an article's link, None for a front page."""
    return None if is_front_page(link) else link_key(link)


def lookup_keys(entries: Iterable[Entry]) -> Keys:
    """Return the values to query stored rows with before calling `decide_all`."""
    entries = tuple(entries)
    return Keys(
        link_keys=frozenset(key for entry in entries if (key := link_key_of(entry))),
        guids=frozenset(entry.guid for entry in entries if entry.guid),
        digests=frozenset(digest_of(entry) for entry in entries),
        moments=frozenset(
            entry.published.isoformat()
            for entry in entries
            if entry.published and number_in(entry.link)
        ),
    )


def index_known(rows: Iterable[Known]) -> KnownIndex:
    """Return the rows of one source grouped by each of their keys, in their order."""
    index: dict[str, list[Known]] = {}
    for row in rows:
        numbered = _numbered(row.published, row.original_link)
        for key in (*_keys(row.link_key, row.guid, row.digest), *numbered):
            index.setdefault(key, []).append(row)
    return index


def decide_all(
    entries: Sequence[Entry], known: KnownIndex, *, whole: bool = True
) -> list[DedupeOutcome]:
    """Decide for every entry of one fetched feed, in its order.

    `known` is the result of `index_known` for rows of this source and may hold more than needed;
    `as_repeat` handles rows of other sources. Each stored row is matched once: an entry that occurs
    twice in a feed is SAME the second time. With `whole=False` the entries are only a part of the
    feed, so a row that is not among them has not moved.
    """
    weak = _weak_keys(entries)
    in_feed = frozenset(key for entry in entries if (key := link_key_of(entry)))
    if not whole:
        in_feed |= {row.link_key for rows in known.values() for row in rows if row.link_key}
    twins = _twins(entries, known)
    outcomes: list[DedupeOutcome] = []
    taken_rows: set[int] = set()
    taken: set[str] = set()
    for entry in entries:
        outcome = decide(entry, known, weak=weak, in_feed=in_feed, taken=taken_rows)
        row = outcome.of.row if outcome.of else None
        if id(entry) in twins or outcome.identity in taken or row in taken_rows:
            outcome = DedupeOutcome(
                entry, Verdict.SAME, Reason.REPEATED_IN_FEED, outcome.identity, outcome.of
            )
        elif outcome.verdict is not Verdict.UNUSABLE:
            taken.add(outcome.identity)
            if row is not None:
                taken_rows.add(row)
        outcomes.append(outcome)
    return outcomes


def _twins(entries: Sequence[Entry], known: KnownIndex) -> frozenset[int]:
    """Return the `id()`s of entries that repeat another entry of the feed: the same page in two
    menus.

    Title, date and end of the path agree; the entry whose link is already stored is kept.
    """
    alike: dict[tuple[str, str, datetime], list[Entry]] = {}
    for entry in entries:
        page = PAGE_OF_LINK.search(entry.link or "")
        if page and entry.published:
            alike.setdefault((page[1], entry.title, entry.published), []).append(entry)
    repeats = (each for each in alike.values() if len(each) > 1)
    order = (
        sorted(each, key=lambda one: f"link:{link_key_of(one)}" not in known) for each in repeats
    )
    return frozenset(id(entry) for each in order for entry in each[1:])


def decide(
    entry: Entry,
    known: KnownIndex,
    *,
    weak: frozenset[str] = frozenset(),
    in_feed: frozenset[str] = frozenset(),
    taken: Container[int] = frozenset(),
) -> DedupeOutcome:
    """Decide for one entry. Called by `decide_all`, which knows the rest of the feed.

    `weak` are keys that several different items of the feed share, `in_feed` its link keys, `taken`
    the rows that earlier entries matched.
    """
    keys = [
        key for key in _keys(link_key_of(entry), entry.guid, digest_of(entry)) if key not in weak
    ]
    if not entry.title and not any(key.startswith(("link:", "guid:")) for key in keys):
        return DedupeOutcome(entry, Verdict.UNUSABLE, Reason.NOTHING_TO_TELL_IT_BY, "")
    if any(_is_other_part(entry, row) for row in known.get(keys[0], ())):
        keys = keys[1:]
    for key in (*keys, *_numbered(entry.published, entry.link)):
        same = [row for row in known.get(key, ()) if _is_same_item(key, entry, row, in_feed)]
        # Entries with the same title and date whose addresses changed must match different rows.
        row = next((each for each in same if each.row not in taken), same[0] if same else None)
        if row is not None:
            return compare(entry, row, keys[0])
    return DedupeOutcome(entry, Verdict.NEW, Reason.FIRST_SEEN, keys[0])


def as_repeat(outcome: DedupeOutcome, elsewhere: Iterable[Known]) -> DedupeOutcome:
    """Return the outcome, turned into DUPLICATE if it is NEW and another source has its link.

    `elsewhere` are rows of other sources in order of preference, and may include others.
    """
    if outcome.verdict is not Verdict.NEW:
        return outcome
    for other in elsewhere:
        if f"link:{other.link_key}" == outcome.identity:
            reason = Reason.KNOWN_FROM_OTHER_SOURCE
            return replace(outcome, verdict=Verdict.DUPLICATE, reason=reason, of=other)
    return outcome


def _keys(link_key: str | None, guid: str | None, digest: str) -> list[str]:
    """Return the keys of an item, the strongest first."""
    keys = [f"link:{link_key}"] if link_key else []
    keys += [f"guid:{guid}"] if guid else []
    return [*keys, f"digest:{digest}"]


def _numbered(published: datetime | None, link: str | None) -> list[str]:
    """Return the key made of date and article number, or [] if one of them is missing."""
    number = number_in(link) if published else ""
    return [f"number:{number} {published}"] if number else []


def number_in(link: str | None) -> str:
    """Return the number at the end of a link, or "". A year does not count."""
    found = _NUMBER.search(link or "")
    return found[1] if found else ""


def _is_same_item(key: str, entry: Entry, row: Known, in_feed: frozenset[str]) -> bool:
    """Return whether a match by `key` is enough to treat entry and row as one article."""
    if key.startswith("link:"):
        return True
    key_now = link_key_of(entry)
    if not key_now or not row.link_key or key_now == row.link_key:
        return True
    # The addresses differ: the article has moved, or two articles share a guid, or a title and
    # date.
    if row.link_key in in_feed:
        return False
    if key.startswith("number:"):
        return alike(entry.title, row.title)
    same_moment = entry.published is not None and entry.published == row.published
    return same_moment or (key.startswith("guid:") and alike(entry.title, row.title))


def _is_other_part(entry: Entry, other: Entry | Known) -> bool:
    """Return whether two items are parts of one page: same address, but different fragment, guid
    and title."""
    one, two = entry.original_link or "", other.original_link or ""
    return (
        one != two
        and one.partition("#")[0] == two.partition("#")[0]
        and bool(entry.guid and other.guid)
        and entry.guid != other.guid
        and fold_title(entry.title) != fold_title(other.title)
    )


def compare(entry: Entry, row: Known, identity: str) -> DedupeOutcome:
    """Return CHANGED if text or link differ from the stored row, else SAME."""
    if entry.content_hash != row.content_hash:
        return DedupeOutcome(entry, Verdict.CHANGED, Reason.TEXT_CHANGED, identity, row)
    # A link that is missing now is a fault of the feed, not a change of the article.
    key_now = link_key_of(entry)
    if key_now and key_now != row.link_key:
        return DedupeOutcome(entry, Verdict.CHANGED, Reason.LINK_CHANGED, identity, row)
    return DedupeOutcome(entry, Verdict.SAME, Reason.UNCHANGED, identity, row)


def _weak_keys(entries: Sequence[Entry]) -> frozenset[str]:
    """Return link and guid keys that several different articles of the feed share."""
    by_link = Counter(
        link for link, _ in {(link_key_of(e), fold_title(e.title)) for e in entries} if link
    )
    by_guid = Counter(
        guid
        for guid, _ in {(e.guid, link_key_of(e) or fold_title(e.title)) for e in entries}
        if guid
    )
    first = {link_key_of(each): each for each in reversed(entries)}
    parts = {key for each in entries if _is_other_part(each, first[key := link_key_of(each)])}
    return frozenset(
        [f"link:{link}" for link, count in by_link.items() if count >= _SHARED_LINK_FROM]
        + [f"link:{link}" for link in parts if link]
        + [f"guid:{guid}" for guid, count in by_guid.items() if count > 1]
    )


def alike(one: str, other: str, *, least: float = _ALIKE) -> bool:
    """Return whether two titles are equal, or their share of equal letters is `least`."""
    one, other = fold_title(one), fold_title(other)
    if one == other:
        return True
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= least and matcher.ratio() >= least


def fold_title(title: str) -> str:
    """Return a title in lower case, with single blanks between its words."""
    return re.sub(r"\W+", " ", title).strip().lower()
