"""Find the stored article that a source publishes again under another address and date. Pure.

Called by `item_services` for the entries that `dedupe.decide_all` takes for new. An entry is the
same article without a doubt if its address ends in the same article number or differs in session
values only, and the titles agree. An entry that only has the title of a stored article gets the
reason KNOWN_TITLE: it is stored, but waits until a person has decided. Its row then follows the
title, so that each further address changes this row instead of adding one.

Never matched are a stored article whose address the feed still shows, and titles that the source
uses for several articles ("Lịch công tác tuần"). Different numbers in two addresses mean two
articles, unless half of the new entries have known titles or the known article has disappeared from
the feed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from aggregator.feeds.dedupe import (
    PAGE_OF_LINK,
    DedupeOutcome,
    Known,
    Reason,
    Verdict,
    alike,
    compare,
    fold_title,
    link_key_of,
    number_in,
)
from aggregator.feeds.types import Entry

# A correction of a title changes neither its beginning nor its end, or leaves one of them.
EDGE = 20
# As long as an article number with ".html". PostgreSQL needs 0.5 ms to match one link with the
# pattern of the number, but 0.2 us to cut off its end.
LINK_END = 10
# How long ago an article was fetched that is searched by more than its title.
LOOKED_BACK = timedelta(days=60)
_RECENT = timedelta(days=30)
_NEXT_ISSUE = timedelta(days=3)
_SIMILAR = 0.85
_FEWEST_OF_MANY = 3
_ID = re.compile(
    r"^(?:item|news|article|art|content|cont|post|story|doc|bai|baiviet|tin|tinbai|vb|vanban|[anc])?"
    r"_?id$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
# Longer numbers in a query are values of a session, shorter ones count articles, weeks or pages.
_COUNT = re.compile(r"\d{1,6}")
# A value that portal software makes at each visit.
_SESSION_VALUE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.-]{6,}|[\w.-]{16,}")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A stored article of the source.

    `follows` is True for a row that repeats another article of the source under a further address:
    it moves with its title.
    """

    known: Known
    follows: bool
    fetched: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Values to look up earlier articles by: whole titles, their beginnings and ends, links without
    query, and the ends of such links that have an article number."""

    titles: frozenset[str]
    edges: frozenset[str]
    pages: frozenset[str]
    link_ends: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Suspect:
    """The earlier article that a new entry may publish again.

    `certain` means that the article has disappeared from a feed that still shows older ones, and
    that the entry is not its next issue; `numbered` that the two addresses have different numbers.
    """

    earlier: Earlier
    same_title: bool
    numbered: bool
    certain: bool

    def is_likely(self, *, most: bool) -> bool:
        """Return whether the entry should not be published as an article of its own.

        `most` means that half of the new entries have known titles and no other numbers.
        """
        titled = self.same_title and not self.numbered
        return self.certain or (titled and (most or self.earlier.follows))


def wanted_for(outcomes: Iterable[DedupeOutcome]) -> Wanted:
    """Return the values by which the articles that new entries may repeat are found."""
    new = [each.entry for each in outcomes if each.verdict is Verdict.NEW and each.entry.title]
    long = [entry.title for entry in new if len(entry.title) > EDGE]
    links = [entry.link for entry in new if entry.link]
    return Wanted(
        titles=frozenset(entry.title for entry in new),
        edges=frozenset([t[:EDGE] for t in long] + [t[-EDGE:] for t in long]),
        pages=frozenset(_page(link) for link in links if PAGE_OF_LINK.search(link)),
        link_ends=frozenset(page[-LINK_END:] for page in map(_page, links) if number_in(page)),
    )


def decide_republished(
    outcomes: Sequence[DedupeOutcome], earlier: Sequence[Earlier], *, now: datetime
) -> list[DedupeOutcome]:
    """Return the outcomes of one whole feed, with CHANGED for new entries that are an earlier
    article, and KNOWN_TITLE as the reason of those that seem to be one."""
    if not earlier:
        return list(outcomes)
    feed = _Feed(outcomes, earlier, now)
    settled = [feed.moved(each) if each.verdict is Verdict.NEW else each for each in outcomes]
    new = [each for each in settled if each.verdict is Verdict.NEW]
    suspects = {id(each): found for each in new if (found := feed.suspect(each.entry))}
    titled = [each for each in suspects.values() if each.same_title]
    plain = sum(not each.numbered for each in titled)
    # The portal gave its articles new addresses, so that numbers in them prove nothing.
    is_moved = len(titled) >= _FEWEST_OF_MANY and 2 * len(titled) >= len(new)
    most = 2 * plain >= len(new)
    return [
        _held(each, found)
        if (found := suspects.get(id(each))) and (is_moved or found.is_likely(most=most))
        else each
        for each in settled
    ]


def _held(outcome: DedupeOutcome, suspect: _Suspect) -> DedupeOutcome:
    """Return the outcome of a new entry with a known title: it changes the row that follows the
    title, or waits for a review."""
    known = suspect.earlier.known
    if suspect.earlier.follows:
        return compare(outcome.entry, known, outcome.identity)
    return replace(outcome, reason=Reason.KNOWN_TITLE, of=known)


@lru_cache(maxsize=2048)
def article_number(link: str) -> str:
    """Return what numbers an article in its link: its id parameters, else the number at the end of
    its path, "" for neither."""
    pairs = parse_qsl(urlsplit(link).query)
    ids = [(n.lower(), found[0]) for n, v in pairs if _ID.match(n) and (found := _DIGITS.match(v))]
    return "&".join(f"{name}={number}" for name, number in sorted(ids)) or number_in(_page(link))


@lru_cache(maxsize=2048)
def _numbers(link: str) -> tuple[str, ...]:
    """Return all numbers in a link that may count articles, without values of a session."""
    parts = urlsplit(link)
    counts = sorted(value for _, value in parse_qsl(parts.query) if _COUNT.fullmatch(value))
    return (*_DIGITS.findall(parts.path), *counts)


class _Feed:
    """The entries of one feed, and the earlier articles of its source that none of them is."""

    def __init__(
        self, outcomes: Sequence[DedupeOutcome], earlier: Sequence[Earlier], now: datetime
    ) -> None:
        keys = set(filter(None, (link_key_of(each.entry) for each in outcomes)))
        taken = {each.of.row for each in outcomes if each.of}
        shown = [each for each in earlier if each.known.link_key in keys]
        self.free = {
            each.known.row: each
            for each in earlier
            if each.known.row not in taken and each not in shown
        }
        # A series may have thousands of similar titles, so articles are found by keys.
        self.near: dict[tuple[str, ...], list[Earlier]] = {}
        for each in self.free.values():
            for key in _keys(each.known.original_link, each.known.title):
                self.near.setdefault(key, []).append(each)
        self.now = now
        self.is_all_new = not taken
        known = (each.entry.published for each in outcomes if each.of)
        self.oldest = min(filter(None, known), default=None)
        self.shown_titles = {fold_title(each.known.title) for each in shown}
        self.titles = Counter(fold_title(each.entry.title) for each in outcomes)
        self.rows = Counter(fold_title(each.known.title) for each in earlier if not each.follows)
        self.weak = _shared((each.entry.link or "", each.entry.title) for each in outcomes)
        self.weak |= _shared((each.known.original_link, each.known.title) for each in earlier)

    def moved(self, outcome: DedupeOutcome) -> DedupeOutcome:
        """Return a new entry's outcome, CHANGED if it is an earlier article without a doubt."""
        entry = outcome.entry
        found = self._found(entry, "number", "page")
        same = next((each for each in found if self._is_same(entry, each)), None)
        if same is None:
            return outcome
        del self.free[same.known.row]
        return compare(entry, same.known, outcome.identity)

    def _found(self, entry: Entry, *kinds: str) -> list[Earlier]:
        """Return the free earlier articles that share a key of one of the kinds with an entry."""
        keys = [key for key in _keys(entry.link or "", entry.title) if key[0] in kinds]
        found = {each.known.row: each for key in keys for each in self.near.get(key, ())}
        return [each for row, each in sorted(found.items()) if row in self.free]

    def _is_same(self, entry: Entry, earlier: Earlier) -> bool:
        """Return whether number or page of the links agree, and the titles too."""
        link, other = entry.link or "", earlier.known.original_link
        number = article_number(link)
        if number != article_number(other):
            return False
        by_number = number and number not in self.weak | set(_DIGITS.findall(entry.title))
        if not by_number and not _differ_in_session(link, other, self.weak):
            return False
        return _agree(entry.title, earlier.known.title)

    def suspect(self, entry: Entry) -> _Suspect | None:
        """Return the earlier article that an entry may publish again, None if there is none.

        Each earlier article is returned once.
        """
        title = fold_title(entry.title)
        same = self._found(entry, "title")
        if same and (title in self.shown_titles or self.rows[title] > self.titles[title]):
            return None
        near = same or [
            each
            for each in self._found(entry, "edge")
            if (self.is_all_new or self._has_gone(each)) and _agree(entry.title, each.known.title)
        ]
        if not near:
            return None
        first = min(near, key=lambda each: not each.follows)
        del self.free[first.known.row]
        numbers = {_numbers(entry.link or ""), _numbers(first.known.original_link)}
        numbered = len(numbers) == 2 and () not in numbers
        certain = self._has_gone(first) and not (numbered and _is_later(entry, first.known))
        return _Suspect(first, same_title=bool(same), numbered=numbered, certain=certain)

    def _has_gone(self, earlier: Earlier) -> bool:
        """Return whether an article has disappeared from a feed that still shows older ones."""
        if self.is_all_new or earlier.follows:
            return False
        published = earlier.known.published
        if published and self.oldest:
            return published >= self.oldest
        return self.now - earlier.fetched <= _RECENT


def _is_later(entry: Entry, known: Known) -> bool:
    """Return whether an entry is dated so much later than an article that it may be the next of a
    series."""
    dates = entry.published, known.published
    return bool(dates[0] and dates[1] and dates[0] - dates[1] >= _NEXT_ISSUE)


def _agree(one: str, other: str) -> bool:
    """Return whether one title may be a correction of the other: similar, with the same figures."""
    return _DIGITS.findall(one) == _DIGITS.findall(other) and alike(one, other, least=_SIMILAR)


def _keys(link: str, title: str) -> Iterator[tuple[str, ...]]:
    """Yield what two addresses or titles of one article may share."""
    yield "title", fold_title(title)
    yield "page", _page(link)
    if number := article_number(link):
        yield "number", number
    figures = _DIGITS.findall(title)
    yield "edge", title[:EDGE], *figures
    yield "edge", title[-EDGE:], *figures


def _page(link: str) -> str:
    """Return a link without its query."""
    return link.partition("?")[0]


def _shared(articles: Iterable[tuple[str, str]]) -> set[str]:
    """Return the article numbers and pages that articles with different titles share."""
    pairs = {
        (key, fold_title(title))
        for link, title in articles
        for key in (article_number(link), _page(link))
        if key
    }
    return {key for key, count in Counter(key for key, _ in pairs).items() if count > 1}


def _differ_in_session(one: str, other: str, weak: set[str]) -> bool:
    """Return whether two links are the same numbered page with other session values."""
    page = _page(one)
    if page != _page(other) or page in weak or not PAGE_OF_LINK.search(page):
        return False
    pairs = set(parse_qsl(urlsplit(one).query)) ^ set(parse_qsl(urlsplit(other).query))
    return bool(pairs) and all(_SESSION_VALUE.fullmatch(value) for _, value in pairs)
