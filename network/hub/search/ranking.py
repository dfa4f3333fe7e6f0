"""In which order the found are shown. Pure.

PostgreSQL finds candidates (`selectors`); this puts them in order by what a
reader would expect, from columns that are short: no text is read to rank it.
"""

import datetime as dt
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from legal_updates.choices import Validity

from .abbreviations import Words
from .bands import LAPSED
from .models import EntryKind
from .query import SearchQuery
from .words import exact_words, folded_words


class MatchLevel(IntEnum):
    """Where what was asked for stands; the last is the best."""

    NEAR = 1
    TEXT = 2
    TITLE = 3
    TITLE_EXACT = 4
    NUMBER = 5


_FOUND = {
    MatchLevel.NEAR: 0,
    MatchLevel.TEXT: 0,
    MatchLevel.TITLE: 28,
    MatchLevel.TITLE_EXACT: 40,
    MatchLevel.NUMBER: 200,
}
_KINDS: dict[str, int] = {
    EntryKind.AGENCY: 8,
    EntryKind.PLACE: 7,
    EntryKind.DOCUMENT: 5,
    EntryKind.ARTICLE: 4,
    EntryKind.QUESTION: 4,
    EntryKind.CARD: 0,
}
# Smaller than the gap between a match in the title and one in the text.
_LAPSED = -45
_PARTLY = -2
_FRESH = 12.0
_HALF_LIFE_DAYS = 365
# Entries without a date weigh as if half a year old.
_AGELESS = 8.0


class Hit(NamedTuple):
    """A candidate: enough of its row to rank and to count it."""

    id: int
    found: MatchLevel
    kind: str
    agency_id: int | None
    title: str
    names: str
    topics: tuple[int, ...]
    level: str
    status: str
    day: dt.date | None


def with_match(hit: Hit, question: SearchQuery) -> Hit:
    """Return the hit with where its title, or another of its names, holds what was asked."""
    named = f"{hit.title} {hit.names}"
    if not _holds(_folded(named), [term.folded for term in question.terms]):
        return hit
    exact = question.accented and _holds(_exact(named), [term.exact for term in question.terms])
    return hit._replace(found=MatchLevel.TITLE_EXACT if exact else MatchLevel.TITLE)


def _holds(words: Sequence[str], terms: Sequence[tuple[Words, ...]]) -> bool:
    there = set(words)
    return all(any(there.issuperset(way) for way in term) for term in terms)


def sort_by_relevance(hits: Sequence[Hit], question: SearchQuery, today: dt.date) -> list[Hit]:
    """Return the hits, best first; of equals the newer, then the one that was written later."""

    def key(hit: Hit) -> tuple[float, int, int]:
        return score(hit, question, today), hit.day.toordinal() if hit.day else 0, hit.id

    return sorted(hits, key=key, reverse=True)


def sort_by_date(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits, newest first; what has no date comes last."""
    return sorted(hits, key=lambda hit: (hit.day or dt.date.min, hit.id), reverse=True)


def score(hit: Hit, question: SearchQuery, today: dt.date) -> float:
    """Return how well a hit answers the question; only the order of scores means anything."""
    value = _FOUND[hit.found] + _freshness(hit, today)
    if hit.found != MatchLevel.TEXT:
        value += _KINDS[hit.kind] + _wording(hit, question)
    if hit.found != MatchLevel.NUMBER and hit.status in LAPSED:
        value += _LAPSED
    if hit.status == Validity.PARTLY_EXPIRED:
        value += _PARTLY
    return value


def _freshness(hit: Hit, today: dt.date) -> float:
    # An old law in force is the law; among laws the newer one is likelier meant.
    if not hit.day:
        # An agency that merely mentions the words is seldom what is sought.
        named = hit.kind in (EntryKind.AGENCY, EntryKind.PLACE) and hit.found != MatchLevel.TEXT
        return _AGELESS if named else 0.0
    age = max(0, (today - hit.day).days)
    fresh = _FRESH * 0.5 ** (age / _HALF_LIFE_DAYS)
    return max(fresh, _AGELESS * 0.5 ** (age / 3650)) if hit.status else fresh


def _wording(hit: Hit, question: SearchQuery) -> float:
    """Return what the words of title and names are worth: side by side, from the start, alone."""
    asked, title = question.folded, _folded(hit.title)
    if hit.found == MatchLevel.NEAR:
        shared = len(set(asked) & {*title, *_folded(hit.names)})
        return 40.0 * shared / len(set(asked))
    value = 15.0 * min(1.0, len(asked) / max(1, len(title)))
    position = _place_of(asked, title)
    if position is not None:
        value += 25 + (10 if position == 0 else 0) + (20 if len(asked) == len(title) else 0)
        value += 10 if _has_exactly(hit.title, question) else 0
    elif hit.names and _place_of(asked, _folded(hit.names)) is not None:
        value += 25
        value += 10 if _has_exactly(hit.names, question) else 0
    return value


def _has_exactly(text: str, question: SearchQuery) -> bool:
    return question.accented and _place_of(question.exact, _exact(text)) is not None


def _place_of(asked: Words, words: Words) -> int | None:
    """Return where the asked words stand side by side; None where they do not."""
    size = len(asked)
    for position in range(len(words) + 1 - size):
        if words[position] == asked[0] and words[position : position + size] == asked:
            return position
    return None


# The same titles are ranked for question after question, and each of them twice.
@lru_cache(maxsize=4096)
def _folded(text: str) -> Words:
    return tuple(folded_words(text))


@lru_cache(maxsize=4096)
def _exact(text: str) -> Words:
    return tuple(exact_words(text))
