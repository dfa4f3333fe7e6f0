"""Deciding, for each entry of a fetched feed, whether it is new. Pure: rows in, decisions out.

Identity inside a source: the link (by its key), else the guid, else title and date. A guid alone is
weak (portals change them at every fetch, or give one guid to everything), so it counts only where
the rest agrees. An address that is gone from the feed while title and date are still there has
changed: portals write the visitor's session into their links, and others the title, which they mend
while date and number stay ("...-20261.html"). An article that another source
brought first is a duplicate: it is stored with a pointer, so the source stays listed, and shown
once.

The service that uses this asks for the rows of the source that match `lookup_keys(entries)`, then
for those of other sources with one of the links that are new. It writes only what is new, changed
or duplicate; a second fetch of the same body decides "same" throughout.
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
# The end of a path that names a page by itself: it has a number that is no year.
_PAGE = re.compile(r"/([^/?#]*?(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{2,}[^/?#]*)(?:[?#].*)?$")
_NUMBER = re.compile(r"\D(?!(?:19|20)\d\d(?!\d))(\d{4,20})(?:\.[a-z]{3,5})?(?:[?#].*)?$")


class Verdict(StrEnum):
    """What to do with an entry: only NEW, CHANGED and DUPLICATE are written."""

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
    NOTHING_TO_TELL_IT_BY = "nothing_to_tell_it_by"


@dataclass(frozen=True, slots=True)
class Known:
    """What the library remembers of a stored item; `row` is its key there.

    `link_key` is None where the item has no link, or one that identifies nothing.
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
    """The values to look stored rows up by: any match in any of them is wanted."""

    link_keys: frozenset[str]
    guids: frozenset[str]
    digests: frozenset[str]
    moments: frozenset[str]


@dataclass(frozen=True, slots=True)
class DedupeDecision:
    """The verdict on one entry.

    `identity` is what the row is to be unique by within its source. `of` is the stored row that
    the entry is the same as (same, changed) or repeats (duplicate).
    """

    entry: Entry
    verdict: Verdict
    reason: Reason
    identity: str
    of: Known | None = None


def digest_of(entry: Entry) -> str:
    """Return the identity of an entry that has nothing but a title and perhaps a date."""
    return _digest(entry.title, entry.published)


@lru_cache(maxsize=2048)
def _digest(title: str, published: datetime | None) -> str:
    date = published.isoformat() if published else ""
    return hashlib.blake2b(f"{_fold(title)}\0{date}".encode(), digest_size=16).hexdigest()


def link_key_of(entry: Entry) -> str | None:
    """Return the link key to store with an entry, None where its link identifies no article."""
    return _article_key(entry.link) if entry.link else None


@lru_cache(maxsize=2048)
def _article_key(link: str) -> str | None:
    return None if is_front_page(link) else link_key(link)


def lookup_keys(entries: Iterable[Entry]) -> Keys:
    """Return what to ask the library for before `decide_all`."""
    entries = tuple(entries)
    return Keys(
        link_keys=frozenset(key for entry in entries if (key := link_key_of(entry))),
        guids=frozenset(entry.guid for entry in entries if entry.guid),
        digests=frozenset(digest_of(entry) for entry in entries),
        moments=frozenset(
            entry.published.isoformat()
            for entry in entries
            if entry.published and _number_in(entry.link)
        ),
    )


def index_known(rows: Iterable[Known]) -> KnownIndex:
    """Return the rows of one source under each key they can be found by, in their order."""
    index: dict[str, list[Known]] = {}
    for row in rows:
        numbered = _numbered(row.published, row.original_link)
        for key in (*_keys(row.link_key, row.guid, row.digest), *numbered):
            index.setdefault(key, []).append(row)
    return index


def decide_all(
    entries: Sequence[Entry], known: KnownIndex, *, whole: bool = True
) -> list[DedupeDecision]:
    """Decide for every entry of one fetched feed, in its order.

    `known` is `index_known` of this source's rows and may hold more than needed; what other
    sources brought comes in by `as_repeat`. Each stored row is matched once: an entry that comes
    twice in a feed is SAME the second time. Where the entries are not the `whole` feed, what is
    not among them may still be on its page and has not moved.
    """
    weak = _weak_keys(entries)
    in_feed = frozenset(key for entry in entries if (key := link_key_of(entry)))
    if not whole:
        in_feed |= {row.link_key for rows in known.values() for row in rows if row.link_key}
    twins = _twins(entries, known)
    decisions: list[DedupeDecision] = []
    taken_rows: set[int] = set()
    taken: set[str] = set()
    for entry in entries:
        decision = decide(entry, known, weak=weak, in_feed=in_feed, taken=taken_rows)
        row = decision.of.row if decision.of else None
        if id(entry) in twins or decision.identity in taken or row in taken_rows:
            decision = DedupeDecision(
                entry, Verdict.SAME, Reason.REPEATED_IN_FEED, decision.identity, decision.of
            )
        elif decision.verdict is not Verdict.UNUSABLE:
            taken.add(decision.identity)
            if row is not None:
                taken_rows.add(row)
        decisions.append(decision)
    return decisions


def _twins(entries: Sequence[Entry], known: KnownIndex) -> frozenset[int]:
    """Return which entries another one of the feed repeats, by `id`: the same page in two menus.

    Title, date and the end of the path agree; the one that is known by its link stays.
    """
    alike: dict[tuple[str, str, datetime], list[Entry]] = {}
    for entry in entries:
        page = _PAGE.search(entry.link or "")
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
) -> DedupeDecision:
    """Decide for one entry; see `decide_all`, which knows the rest of the feed.

    `weak` are keys that several different items of the feed share, `in_feed` its link keys,
    `taken` the rows that earlier entries were found to be.
    """
    keys = [
        key for key in _keys(link_key_of(entry), entry.guid, digest_of(entry)) if key not in weak
    ]
    if not entry.title and not any(key.startswith(("link:", "guid:")) for key in keys):
        return DedupeDecision(entry, Verdict.UNUSABLE, Reason.NOTHING_TO_TELL_IT_BY, "")
    if any(_is_other_part(entry, row) for row in known.get(keys[0], ())):
        keys = keys[1:]
    for key in (*keys, *_numbered(entry.published, entry.link)):
        same = [row for row in known.get(key, ()) if _is_same_item(key, entry, row, in_feed)]
        # Twins of one title and day whose addresses changed find a row each.
        row = next((each for each in same if each.row not in taken), same[0] if same else None)
        if row is not None:
            return _compare(entry, row, keys[0])
    return DedupeDecision(entry, Verdict.NEW, Reason.FIRST_SEEN, keys[0])


def as_repeat(decision: DedupeDecision, elsewhere: Iterable[Known]) -> DedupeDecision:
    """Return the decision on a new entry, as DUPLICATE where another source brought its link.

    `elsewhere` are rows of other sources, the one to point at first, and may be more than needed.
    """
    if decision.verdict is not Verdict.NEW:
        return decision
    for other in elsewhere:
        if f"link:{other.link_key}" == decision.identity:
            reason = Reason.KNOWN_FROM_OTHER_SOURCE
            return replace(decision, verdict=Verdict.DUPLICATE, reason=reason, of=other)
    return decision


def _keys(link_key: str | None, guid: str | None, digest: str) -> list[str]:
    """Return the keys of an item, the strongest first."""
    keys = [f"link:{link_key}"] if link_key else []
    keys += [f"guid:{guid}"] if guid else []
    return [*keys, f"digest:{digest}"]


def _numbered(published: datetime | None, link: str | None) -> list[str]:
    """Return the key of an article by date and number, none where it lacks one of them."""
    number = _number_in(link) if published else ""
    return [f"number:{number} {published}"] if number else []


def _number_in(link: str | None) -> str:
    """Return the number that ends a link, "" where there is none; a year is none."""
    found = _NUMBER.search(link or "")
    return found[1] if found else ""


def _is_same_item(key: str, entry: Entry, row: Known, in_feed: frozenset[str]) -> bool:
    """True where a match by `key` is enough to take entry and row for one article."""
    if key.startswith("link:"):
        return True
    key_now = link_key_of(entry)
    if not key_now or not row.link_key or key_now == row.link_key:
        return True
    # Two addresses: the article moved, or two articles share a guid, or title and day.
    if row.link_key in in_feed:
        return False
    if key.startswith("number:"):
        return _alike(entry.title, row.title)
    same_moment = entry.published is not None and entry.published == row.published
    return same_moment or (key.startswith("guid:") and _alike(entry.title, row.title))


def _is_other_part(entry: Entry, other: Entry | Known) -> bool:
    """True for two items of one page: the source tells them by fragment, guid and title alike."""
    one, two = entry.original_link or "", other.original_link or ""
    return (
        one != two
        and one.partition("#")[0] == two.partition("#")[0]
        and bool(entry.guid and other.guid)
        and entry.guid != other.guid
        and _fold(entry.title) != _fold(other.title)
    )


def _compare(entry: Entry, row: Known, identity: str) -> DedupeDecision:
    if entry.content_hash != row.content_hash:
        return DedupeDecision(entry, Verdict.CHANGED, Reason.TEXT_CHANGED, identity, row)
    # A link that is missing today is a fault of the feed, not a change of the article.
    key_now = link_key_of(entry)
    if key_now and key_now != row.link_key:
        return DedupeDecision(entry, Verdict.CHANGED, Reason.LINK_CHANGED, identity, row)
    return DedupeDecision(entry, Verdict.SAME, Reason.UNCHANGED, identity, row)


def _weak_keys(entries: Sequence[Entry]) -> frozenset[str]:
    """Return links and guids that items of one feed share although they are not one article."""
    by_link = Counter(
        link for link, _ in {(link_key_of(e), _fold(e.title)) for e in entries} if link
    )
    by_guid = Counter(
        guid for guid, _ in {(e.guid, link_key_of(e) or _fold(e.title)) for e in entries} if guid
    )
    first = {link_key_of(each): each for each in reversed(entries)}
    parts = {key for each in entries if _is_other_part(each, first[key := link_key_of(each)])}
    return frozenset(
        [f"link:{link}" for link, count in by_link.items() if count >= _SHARED_LINK_FROM]
        + [f"link:{link}" for link in parts if link]
        + [f"guid:{guid}" for guid, count in by_guid.items() if count > 1]
    )


def _alike(one: str, other: str) -> bool:
    one, other = _fold(one), _fold(other)
    return one == other or SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _fold(title: str) -> str:
    return re.sub(r"\W+", " ", title).strip().lower()
