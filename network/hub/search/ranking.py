"""In which order the found are shown: BM25 over fields, times the share of the question. Pure.

PostgreSQL finds candidates (`selectors`) and gives their vectors as text; this reads out of them
where each word stands. Freshness and kind only settle what the words leave open.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from legal_updates.choices import Validity

from .models import EntryKind
from .questions import OTHER_ACCENTS, Reading, SearchQuery, Sought, Term
from .vocabulary import ALL_ENTRIES
from .words import EXACT_MARK

LAPSED = frozenset({Validity.EXPIRED, Validity.SUSPENDED, Validity.OBSOLETE})
# What a word counts in a title, in a summary and in a text.
_FIELDS = {"A": 3.0, "B": 2.0}
# The usual constants of BM25: how soon repeating a word adds nothing, what length takes away.
_K, _B = 1.2, 0.3
_USUAL_LENGTH = 250
# How much two words side by side add to each of them, and a reading of several words keeps where
# they stand apart.
_PAIR, _APART = 0.5, 0.4
_LEAST_ENTRIES, _TELLING = 50, 0.6
# A word in less than one of so many entries, or in none, tells no more than one in so many.
_RAREST = 2_000
# Words as near to each other as this belong together; what a text keeps of its share without.
_NEAR, _SCATTERED = 3, 0.75
_MOST_PLACES = 60
_FRESH, _HALF_LIFE_DAYS = 0.06, 365
_KINDS = {EntryKind.CARD: 0.9, EntryKind.DOCUMENT: 0.95}
_LAPSED, _PARTLY, _MENTION = 0.5, 0.97, 0.6
# From here on an entry answers the question; below it has some of its words. Of the neighbours in
# the question so many must be near each other there.
_COVERED, _CLOSE = 0.8, 0.35
_LEAST, _HALF = 0.05, 0.5


class Hit(NamedTuple):
    """A candidate: enough of its row to rank and to count it, and how it fits."""

    id: int
    kind: str
    agency_id: int | None
    topics: tuple[int, ...]
    level: str
    status: str
    day: dt.date | None
    vector: str
    has_number: bool = False
    score: float = 0.0
    covered: float = 0.0
    close: float = 1.0
    missing: frozenset[str] = frozenset()

    @property
    def answers(self) -> bool:
        """Return whether it has the question, not only some of its words."""
        return self.has_number or (self.covered >= _COVERED and self.close >= _CLOSE)


class _Match(NamedTuple):
    """How well a word is found: 0 to 1 with frequency, whether at all, where, in a title."""

    value: float = 0.0
    share: float = 0.0
    places: frozenset[int] = frozenset()
    titled: bool = False


_NONE = _Match()


class _Vector:
    """The vector of one entry, read word by word."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._length = len(text) / 20 / _USUAL_LENGTH
        self._found: dict[str, _Match] = {}

    def match(self, word: Sought) -> _Match:
        """Return how well the word is found, with other accents if it must be."""
        exact = self._find(EXACT_MARK + word.exact) if word.exact else _NONE
        if exact.share or not word.loose:
            return exact
        loose = self._find(word.folded)
        return loose._replace(value=loose.value * word.loose, share=loose.share * word.loose)

    def _find(self, mark: str) -> _Match:
        if mark not in self._found:
            self._found[mark] = self._read(mark)
        return self._found[mark]

    def _read(self, mark: str) -> _Match:
        begin = self._text.find(f"'{mark}':")
        if begin < 0:
            return _NONE
        begin += len(mark) + 3
        end = self._text.find(" ", begin)
        written = self._text[begin : end if end > 0 else None]
        titles, leads = written.count("A"), written.count("B")
        places = written.replace("A", "").replace("B", "").split(",")[:_MOST_PLACES]
        often = _FIELDS["A"] * titles + _FIELDS["B"] * leads + len(places) - titles - leads
        value = often / (often + _K * (1 - _B + _B * self._length))
        return _Match(value, 1.0, frozenset(map(int, places)), titles > 0)


class Ranker:
    """Scores candidates for one question."""

    def __init__(self, question: SearchQuery, counts: dict[str, int], today: dt.date) -> None:
        self.question, self.today = question, today
        self._counts = counts
        self._rarities: dict[Sought, float] = {}
        self._entries = max(counts.get(ALL_ENTRIES, 0), _LEAST_ENTRIES)
        self.weights = [sum(map(self.rarity, term.words)) for term in question.terms]
        # For the share of the question covered rare words count more still.
        self.squares = [
            sum(self.rarity(word) ** 2 for word in term.words) for term in question.terms
        ]

    @property
    def telling(self) -> tuple[Term, ...]:
        """Return the terms that say something alone: with accents, and not in most entries."""
        terms, most = self.question.terms, max(self.weights, default=0.0)
        return tuple(
            term
            for term, weight in zip(terms, self.weights, strict=True)
            if len(terms) == 1 or (term.words[0].exact and weight >= _TELLING * most)
        )

    def rarity(self, word: Sought) -> float:
        """Return how much a word tells: BM25's inverse document frequency."""
        if word not in self._rarities:
            self._rarities[word] = self._rarity(word)
        return self._rarities[word]

    def _rarity(self, word: Sought) -> float:
        count: float = self._counts.get(word.mark, 0)
        if word.loose > OTHER_ACCENTS or not count:
            count = max(count, self._counts.get(word.folded, 0))
        count = min(max(count, self._entries / _RAREST), self._entries)
        return log(1 + (self._entries - count + 0.5) / (count + 0.5))

    def ranked(self, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits that have enough of the question, best first."""
        scored = [self._scored(hit) for hit in hits]
        most = max((hit.covered for hit in scored), default=0.0)
        least = max(_LEAST, 0.6 * most)
        kept = [hit for hit in scored if hit.has_number or hit.covered >= least]
        return sorted(kept, key=_order, reverse=True)

    def _scored(self, hit: Hit) -> Hit:
        vector = _Vector(hit.vector)
        found = [self._best(term, vector) for term in self.question.terms]
        value = sum(w * each.value for w, each in zip(self.weights, found, strict=True))
        covered = sum(w * each.share for w, each in zip(self.squares, found, strict=True))
        covered /= sum(self.squares) or 1.0
        beside, close = self._neighbours(found)
        titled = any(each.titled for each in found)
        lost = [each.share < _HALF for each in found]
        return hit._replace(
            score=(value + beside)
            * covered
            * (_SCATTERED + (1 - _SCATTERED) * close)
            * self._prior(hit, titled=titled),
            covered=covered,
            close=close,
            missing=frozenset(
                term.typed for term, gone in zip(self.question.terms, lost, strict=True) if gone
            ),
            vector="",
        )

    def _best(self, term: Term, vector: _Vector) -> _Match:
        """Return how this entry has the reading that it has best."""
        return max(self._read(each, vector, typed=not n) for n, each in enumerate(term.readings))

    def _read(self, reading: Reading, vector: _Vector, *, typed: bool) -> _Match:
        matches = [vector.match(word) for word in reading.words]
        if len(matches) == 1:
            return matches[0]._replace(
                value=matches[0].value * reading.worth, share=matches[0].share * reading.worth
            )
        weights = [self.rarity(word) for word in reading.words]
        whole = sum(weights)
        value = sum(w * each.value for w, each in zip(weights, matches, strict=True)) / whole
        share = sum(w * each.share for w, each in zip(weights, matches, strict=True)) / whole
        together = _APART + (1 - _APART) * _together(matches)
        if not typed:
            value, share = value * share, share * together
        return _Match(
            value * together * reading.worth,
            share,
            frozenset().union(*(each.places for each in matches)),
            any(each.titled for each in matches),
        )

    def _neighbours(self, found: Sequence[_Match]) -> tuple[float, float]:
        """Return what it is worth that neighbours of the question are neighbours here.

        And which share of them is near each other, the rare ones counting more.
        """
        value, near, whole = 0.0, 0.0, 0.0
        each = [
            weight / len(term.words)
            for weight, term in zip(self.weights, self.question.terms, strict=True)
        ]
        for (a, one), (b, other) in pairwise(zip(each, found, strict=True)):
            whole += a * b
            if _within(one.places, other.places, (1,)):
                value += _PAIR * (a + b) / 2 * min(one.value, other.value)
            if _within(one.places, other.places, range(-_NEAR, _NEAR + 1)):
                near += a * b
        return value, near / whole if whole else 1.0

    def _prior(self, hit: Hit, *, titled: bool) -> float:
        value = _KINDS.get(EntryKind(hit.kind), 1.0)
        if hit.kind in (EntryKind.AGENCY, EntryKind.PLACE) and not titled:
            value *= _MENTION
        if hit.status in LAPSED:
            value *= _LAPSED
        if hit.status == Validity.PARTLY_EXPIRED:
            value *= _PARTLY
        if hit.day and not hit.status:
            age = max(0, (self.today - hit.day).days)
            value *= 1 + _FRESH * 0.5 ** (age / _HALF_LIFE_DAYS)
        return value


def _order(hit: Hit) -> tuple[dt.date, bool, float, int]:
    """Return what hits are sorted by: documents of the asked number, who cites it, the score."""
    numbered = hit.has_number and hit.kind == EntryKind.DOCUMENT and hit.day
    return numbered or dt.date.min, hit.has_number, hit.score, hit.id


def _together(matches: Sequence[_Match]) -> float:
    """Return which share of the neighbours stand side by side."""
    pairs = list(pairwise(matches))
    return sum(_within(one.places, other.places, (1,)) for one, other in pairs) / len(pairs)


def _within(one: frozenset[int], other: frozenset[int], steps: Iterable[int]) -> bool:
    return any(not other.isdisjoint({place + step for place in one}) for step in steps)


def by_date(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits, newest first; what has no date comes last."""
    return sorted(hits, key=lambda hit: (hit.day or dt.date.min, hit.id), reverse=True)
