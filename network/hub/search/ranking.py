"""Rank search results: BM25 over fields, times the share of the query that is covered. Pure.

PostgreSQL selects candidates (`selectors`) and returns their tsvectors as text; this module reads
word positions from them. Date and kind only decide between otherwise equal results.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from legal_updates.models.choices import Validity
from legal_updates.standing import NO_LAW, WHOLE_CHANGES

from .models import EntryKind
from .questions import OTHER_ACCENTS, SearchQuery, SearchTerm, Sought, TermVariant
from .vocabulary import ALL_ENTRIES
from .words import EXACT_MARK, TITLE_MARK

# Weight of a word in the title and in the summary, compared with the text.
_TITLE, _LEAD = 3.0, 2.0
# Usual BM25 constants: saturation of repeated words, and influence of the length.
_K, _B = 1.2, 0.3
_USUAL_LENGTH = 250
# Factor for a variant of several words that do not stand side by side.
_APART = 0.4
_LEAST_ENTRIES, _TELLING = 50, 0.6
# Words rarer than one in this many entries get no higher weight.
_RAREST = 2_000
# Bonus for a title that says nothing but the query; in proportion for others.
_WHOLE_TITLE = 0.3
# Factor for words of procedure ("mức phạt", "xin phép"), compared with the subject of the query.
_COMMON = 0.5
_MOST_PLACES = 60
# A handbook contains every common word. A vector longer than _LONG characters is ranked by its two
# neighbouring half pages (of _HALF_PAGE words) that contain most of the query.
_LONG, _HALF_PAGE = 50_000, 200
_FRESH, _HALF_LIFE_DAYS = 0.06, 365
_KINDS = {EntryKind.CARD: 0.9, EntryKind.DOCUMENT: 0.95}
_MENTION = 0.6
# Factor applied to the score of a current document, for a superseded one that covers as much.
_BELOW = 0.99
_STATES: dict[str, float] = {
    Validity.EXPIRED: 0.5,
    Validity.SUSPENDED: 0.5,
    Validity.OBSOLETE: 0.5,
    Validity.PARTLY_EXPIRED: 0.97,
}
# A hit answers the query if title, summary and one passage of _PASSAGE words contain the share
# _SAID of it. A word with no neighbour nearby counts less, without accents nearly nothing.
_SAID, _PASSAGE, _NEARBY = 0.75, 25, range(-3, 4)
_CLOSE, _ALONE, _UNACCENTED = 0.7, 0.5, 0.3
# A subject of one term that a text names less often is only mentioned there.
_OFTEN = 2
# Factor for a phrase or a word with synonyms that has no neighbour of the query nearby.
_PHRASE_ALONE = 0.85
# Rare words count by their square for the share of the query that an entry covers, except in the
# score for a query of more terms: one of them is often rare by accident ("campuchia").
_FEW_TERMS = 4
LOOKED_AT = 3
_LEAST, _HALF = 0.05, 0.5


class Hit(NamedTuple):
    """A candidate with the fields needed for ranking and counting, and its scores."""

    id: int
    kind: str
    agency_id: int | None
    topics: tuple[int, ...]
    level: str
    status: str
    day: dt.date | None
    language: str
    vector: str
    pending_change: str = ""
    has_number: bool = False
    score: float = 0.0
    covered: float = 0.0
    said: float = 0.0
    missing: frozenset[str] = frozenset()

    @property
    def superseded(self) -> bool:
        """Return whether it is a document that is no longer in force or has been replaced."""
        return self.status in NO_LAW or self.pending_change in WHOLE_CHANGES

    @property
    def answers(self) -> bool:
        """Return whether it answers the query as a whole, not only some of its words."""
        return self.has_number or self.said >= _SAID


class _Match(NamedTuple):
    """A matched term: `value` with frequency, `share` 0 to 1 for being present, `written` positions
    from the vector."""

    value: float = 0.0
    share: float = 0.0
    written: str = ""
    # How often its words stand side by side.
    times: int = 0

    @property
    def places(self) -> frozenset[int]:
        """Return the positions of the word."""
        return frozenset(map(int, _plain(self.written)[:_MOST_PLACES]))

    @property
    def halves(self) -> set[int]:
        """Return the indexes of the half pages that contain the word."""
        return {int(place) // _HALF_PAGE for place in _plain(self.written)}

    @property
    def titled(self) -> bool:
        """Return whether the word is in the title."""
        return "A" in self.written

    @property
    def headed(self) -> bool:
        """Return whether the word is in title or summary."""
        return "A" in self.written or "B" in self.written


_NONE = _Match()


def _plain(written: str) -> list[str]:
    plain = written.replace("A", "").replace("B", "")
    return plain.split(",") if plain else []


class _Vector:
    """A parsed tsvector of one entry, read word by word."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._written: dict[str, str] = {}
        self._passage: range | None = None
        self._length = _length(len(text) / 20)

    def narrow(self, passage: range) -> None:
        """Limit further reading of the body text to the positions in `passage`."""
        self._passage, self._length = passage, _length(len(passage))

    def match(self, word: Sought) -> _Match:
        """Return how well the word matches, with other accents if necessary."""
        exact = self._read(EXACT_MARK + word.exact) if word.exact else _NONE
        if exact.share or not word.loose:
            return exact
        loose = self._read(word.folded)
        return loose._replace(value=loose.value * word.loose, share=loose.share * word.loose)

    def _read(self, mark: str) -> _Match:
        """Return how well one variant of a term matches: several words must stand near each
        other."""
        if mark not in self._written:
            self._written[mark] = self._find(mark)
        written = self._written[mark]
        if self._passage:
            written = ",".join(_inside(self._passage, written))
        if not written:
            return _NONE
        often = written.count(",") + 1.0
        often += (_TITLE - 1) * written.count("A") + (_LEAD - 1) * written.count("B")
        return _Match(often / (often + self._length), 1.0, written, written.count(",") + 1)

    def _find(self, mark: str) -> str:
        begin = self._text.find(f"'{mark}':")
        if begin < 0:
            return ""
        begin += len(mark) + 3
        end = self._text.find(" ", begin)
        return self._text[begin : end if end > 0 else None]


def _shares(weights: Sequence[float]) -> list[float]:
    """Return the weights divided by their sum."""
    whole = sum(weights) or 1.0
    return [weight / whole for weight in weights]


def _length(words: float) -> float:
    return _K * (1 - _B + _B * words / _USUAL_LENGTH)


def _inside(passage: range, written: str) -> Iterator[str]:
    """Yield the positions in title, summary and passage."""
    for place in written.split(",") if written else ():
        if place[-1] in "AB" or int(place) in passage:
            yield place


class Ranker:
    """Scores candidates for one query."""

    def __init__(self, question: SearchQuery, counts: dict[str, int], today: dt.date) -> None:
        self.terms, self.today = question.terms, today
        self._counts = counts
        self._entries = max(counts.get(ALL_ENTRIES, 0), _LEAST_ENTRIES)
        words = {word for each in self.terms for way in each.variants for word in way.words}
        self._rarities = {word: self._rarity(word) for word in words}
        self.weights = [
            sum(map(self._rarities.__getitem__, term.words)) * (_COMMON if term.common else 1)
            for term in self.terms
        ]
        self._told = _shares(
            [w * w / _size(t) for t, w in zip(self.terms, self.weights, strict=True)]
        )
        is_short = sum(map(_size, self.terms)) <= _FEW_TERMS
        self._covering = self._told if is_short else _shares(self.weights)

    def _rarity(self, word: Sought) -> float:
        """Return the weight of a word: BM25's inverse document frequency."""
        count: float = self._counts.get(word.mark, 0)
        if word.loose > OTHER_ACCENTS or not count:
            count = max(count, self._counts.get(word.folded, 0))
        count = min(max(count, self._entries / _RAREST), self._entries)
        return log(1 + (self._entries - count + 0.5) / (count + 0.5))

    @property
    def telling(self) -> tuple[SearchTerm, ...]:
        """Return the terms that are significant alone: accented and not in most entries."""
        most = _TELLING * max(self.weights, default=0.0)
        rare = [t for t, w in zip(self.terms, self.weights, strict=True) if w >= most]
        return tuple(t for t in rare if t.words[0].exact or len(self.terms) == 1)

    def ranked(self, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits that cover enough of the query, best first."""
        scored = [self._scored(hit) for hit in hits]
        least = max(_LEAST, 0.6 * max((hit.covered for hit in scored), default=0.0))
        kept = [hit for hit in scored if hit.has_number or hit.covered >= least]
        kept = _superseded_below(kept)
        kept.sort(key=_order, reverse=True)
        return [self._judged(hit) for hit in kept[:LOOKED_AT]] + kept[LOOKED_AT:]

    def _found(self, hit: Hit) -> list[_Match]:
        """Return the best match of each term in this entry."""
        vector = _Vector(hit.vector)
        found = self._matches(vector)
        if len(hit.vector) < _LONG:
            return found
        vector.narrow(self._best_passage(found))
        return self._matches(vector)

    def _matches(self, vector: _Vector) -> list[_Match]:
        return [
            max(
                (self._read(way, vector) for way in term.variants), key=lambda m: (m.share, m.value)
            )
            for term in self.terms
        ]

    def _best_passage(self, found: Sequence[_Match]) -> range:
        """Return the word positions of the two half pages in which the query matches best."""
        told: dict[int, float] = defaultdict(float)
        for share, each in zip(self._told, found, strict=True):
            halves = each.halves
            for half in halves | {half - 1 for half in halves}:
                told[half] += share * each.share
        best = max(told, key=told.__getitem__, default=0) * _HALF_PAGE
        return range(best, best + 2 * _HALF_PAGE)

    def _read(self, variant: TermVariant, vector: _Vector) -> _Match:
        matches = [vector.match(word) for word in variant.words]
        if len(matches) == 1:
            return matches[0]._replace(value=matches[0].value * variant.worth)
        weights = [self._rarities[word] for word in variant.words]
        whole = sum(weights)
        value = sum(w * each.value for w, each in zip(weights, matches, strict=True)) / whole
        share = sum(w * each.share for w, each in zip(weights, matches, strict=True)) / whole
        pairs = [_followed(one.places, other.places) for one, other in pairwise(matches)]
        together = _APART + (1 - _APART) * sum(map(bool, pairs)) / len(pairs)
        return _Match(
            value * (share if variant.worth < 1 else 1) * together * variant.worth,
            share * together,
            ",".join(each.written for each in matches if each.written),
            min(pairs),
        )

    def _scored(self, hit: Hit) -> Hit:
        """Return the hit with its score and the share of the query that it covers."""
        found = self._found(hit)
        value = sum(
            w * each.value * self._together(found, place)
            for place, (w, each) in enumerate(zip(self.weights, found, strict=True))
        )
        covered = sum(w * each.share for w, each in zip(self._covering, found, strict=True))
        value *= 1 + _WHOLE_TITLE * _share_of_title(found, hit.vector)
        value *= covered * _KINDS.get(EntryKind(hit.kind), 1.0)
        if hit.kind in (EntryKind.AGENCY, EntryKind.PLACE) and not any(m.titled for m in found):
            value *= _MENTION
        if hit.day and not hit.status:
            age = max(0, (self.today - hit.day).days)
            value *= 1 + _FRESH * 0.5 ** (age / _HALF_LIFE_DAYS)
        return hit._replace(score=value * _STATES.get(hit.status, 1.0), covered=covered)

    def _judged(self, hit: Hit) -> Hit:
        """Return the hit with `said`, the share of the query in one passage, and `missing`
        terms."""
        found = self._found(hit)
        shares = [
            share * each.share * self._beside(found, place)
            for place, (share, each) in enumerate(zip(self._told, found, strict=True))
        ]
        told = [(share, m.headed, m.places) for share, m in zip(shares, found, strict=True)]
        # Title and summary count for every passage.
        passages = (
            sum(s for s, headed, at in told if headed or not at.isdisjoint(passage))
            for _share, _headed, places in told
            for passage in (range(place, place + _PASSAGE) for place in places)
        )
        lost = {t.typed for t, m in zip(self.terms, found, strict=True) if m.share < _HALF}
        said = max(passages, default=0.0)
        subject = [m for t, m in zip(self.terms, found, strict=True) if not t.common]
        only = len(subject) == 1 and not subject[0].headed
        if not subject or (only and subject[0].times < _OFTEN):
            said = 0.0
        return hit._replace(said=said, missing=frozenset(lost))

    def _together(self, found: Sequence[_Match], place: int) -> float:
        """Return the factor for a syllable typed without accents: lower unless a neighbouring term
        is close."""
        term = self.terms[place]
        known = term.common or term.words[0].exact or _is_phrase(term) or not found[place].share
        return 1.0 if known else max(_APART, self._beside(found, place))

    def _beside(self, found: Sequence[_Match], place: int) -> float:
        """Return the factor for a term, depending on whether a neighbouring term of the query is
        close to it in the text."""
        term, here = self.terms[place], found[place].places
        beside = [n for n in (place - 1, place + 1) if 0 <= n < len(found)]
        near = [n for n in beside if not self.terms[n].common]
        if not near or any(_within(here, found[n].places, (n - place,)) for n in near):
            return 1.0
        is_close = any(_within(here, found[n].places, _NEARBY) for n in near)
        if _is_phrase(term):
            return 1.0 if is_close else _PHRASE_ALONE
        if not term.words[0].exact:
            return _UNACCENTED
        return _CLOSE if is_close else _ALONE


def _size(term: SearchTerm) -> int:
    """Return how many words a term counts for: a compound counts as its words, so that knowing it
    does not make it rarer than they are."""
    return 1 if term.common or len(term.variants) > 1 else len(term.words)


def _share_of_title(found: Iterable[_Match], vector: str) -> float:
    """Return the share of the words of title and names that the query matches."""
    places = {place for each in found for place in each.written.split(",") if "A" in place}
    return min(1.0, len(places) / max(1, vector.count(f"'{TITLE_MARK}")))


def _is_phrase(term: SearchTerm) -> bool:
    """Return whether the term has several words or synonyms, so that its meaning is known."""
    return len(term.words) > 1 or len(term.variants) > 1


def _superseded_below(hits: Sequence[Hit]) -> list[Hit]:
    """Lower the score of each superseded document below every current one that covers as much of
    the query.

    Current documents that cover less stay below it: "Luật Đất đai 2013" asks for the old law.
    """
    current = [hit for hit in hits if hit.kind == EntryKind.DOCUMENT and not hit.superseded]

    def lowered(hit: Hit) -> Hit:
        better = [each.score for each in current if each.covered >= hit.covered]
        return hit._replace(score=min([hit.score, *(_BELOW * score for score in better)]))

    return [lowered(hit) if hit.superseded else hit for hit in hits]


def _order(hit: Hit) -> tuple[bool, dt.date, bool, float, int]:
    """Return the sort key of a hit: documents with the requested number, then pages citing it, then
    by score.

    Among documents with the number, superseded ones come last; otherwise newest first.
    """
    numbered = hit.has_number and hit.kind == EntryKind.DOCUMENT and hit.day
    current = bool(numbered) and not hit.superseded
    return current, numbered or dt.date.min, hit.has_number, hit.score, hit.id


def _within(one: frozenset[int], other: frozenset[int], steps: Iterable[int]) -> bool:
    return any(not other.isdisjoint({place + step for place in one}) for step in steps)


def _followed(one: frozenset[int], other: frozenset[int]) -> int:
    return len(other & {place + 1 for place in one})


def by_date(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits newest first; those without date come last."""
    return sorted(hits, key=lambda hit: (hit.day or dt.date.min, hit.id), reverse=True)
