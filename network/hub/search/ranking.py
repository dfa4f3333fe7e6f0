"""Rank search results: BM25 over fields, times the share of the query that is covered. Pure.

Date and kind only decide between otherwise equal results; `ordering` has what counts beside words.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log

from legal_updates.models.choices import Validity

from .matching import HALF_PAGE, Match, Vector, followed, within
from .models import EntryKind
from .ordering import Hit, on_topic, order, superseded_below, topics_of
from .phrases import RELATED
from .questions import OTHER_ACCENTS, SearchQuery, SearchTerm, Sought, TermVariant
from .vocabulary import ALL_ENTRIES
from .words import TITLE_MARK

# Factor for a variant of several words that do not stand side by side.
_APART = 0.4
# Share of a term that a related one covers: it leads to a page, but is rarely the whole answer.
_RELATED_COVERS = 0.8
_LEAST_ENTRIES, _TELLING = 50, 0.6
# Words rarer than one in this many entries get no higher weight.
_RAREST = 2_000
# Bonus for a title that says nothing but the query; in proportion for others.
_WHOLE_TITLE = 0.3
# Factor for words of procedure ("mức phạt", "xin phép"), compared with the subject of the query.
_COMMON = 0.5
# A handbook contains every common word. A vector longer than _LONG characters is ranked by its two
# neighbouring half pages (of HALF_PAGE words) that contain most of the query.
_LONG = 50_000
_FRESH, _HALF_LIFE_DAYS = 0.06, 365
_KINDS = {EntryKind.CARD: 0.9, EntryKind.DOCUMENT: 0.95}
_MENTION = 0.6
_STATES: dict[str, float] = {
    Validity.EXPIRED: 0.5,
    Validity.SUSPENDED: 0.5,
    Validity.OBSOLETE: 0.5,
    Validity.PARTLY_EXPIRED: 0.97,
}
# Number of words of a passage, and of those around a word that are nearby. A word with no neighbour
# nearby counts less, without accents nearly nothing.
_PASSAGE, _NEARBY = 25, range(-3, 4)
_CLOSE, _ALONE, _UNACCENTED = 0.7, 0.5, 0.3
# A subject of one term that a text names less often is only mentioned there.
_OFTEN = 2
# Factor for a phrase or a word with synonyms that has no neighbour of the query nearby.
_PHRASE_ALONE = 0.85
# Rare words count by their square for the share of the query that an entry covers, except in the
# score for a query of more terms: one of them is often rare by accident ("campuchia").
_FEW_TERMS = 4
LOOKED_AT = 3
# Where fewer hits cover enough of the query, others of their topics follow up to this number.
FEW_HITS = 5
# Number of hits whose topics are those of the query, if they answer it.
_ANCHORS = 2
_LEAST, _ENOUGH, _HALF = 0.05, 0.6, 0.5


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

    def ranked(self, hits: Sequence[Hit], *, filled: bool = True) -> list[Hit]:
        """Return the hits that cover enough of the query, best first.

        Where they are few, those of their topics follow that cover less, unless not `filled`.
        """
        scored = [self._scored(hit) for hit in hits]
        least = max(_LEAST, _ENOUGH * max((hit.covered for hit in scored), default=0.0))
        kept = superseded_below([hit for hit in scored if hit.has_number or hit.covered >= least])
        best = sorted(kept, key=order, reverse=True)[:_ANCHORS]
        about = topics_of(self._judged(hit) for hit in best if hit.score >= _HALF * best[0].score)
        kept = sorted((on_topic(hit, about) for hit in kept), key=order, reverse=True)
        if filled and len(kept) < FEW_HITS:
            rest = [hit for hit in scored if hit.covered < least and about & {*hit.topics}]
            rest = [hit for hit in rest if not hit.has_number]
            rest = sorted(superseded_below(rest), key=order, reverse=True)
            kept += rest[: FEW_HITS - len(kept)]
        return [self._judged(hit) for hit in kept[:LOOKED_AT]] + kept[LOOKED_AT:]

    def _found(self, hit: Hit) -> list[Match]:
        """Return the best match of each term in this entry."""
        vector = Vector(hit.vector)
        found = self._matches(vector)
        if len(hit.vector) < _LONG:
            return found
        vector.narrow(self._best_passage(found))
        return self._matches(vector)

    def _matches(self, vector: Vector) -> list[Match]:
        return [
            max(
                (self._read(way, vector) for way in term.variants), key=lambda m: (m.share, m.value)
            )
            for term in self.terms
        ]

    def _best_passage(self, found: Sequence[Match]) -> range:
        """Return the word positions of the two half pages in which the query matches best."""
        told: dict[int, float] = defaultdict(float)
        for share, each in zip(self._told, found, strict=True):
            halves = each.halves
            for half in halves | {half - 1 for half in halves}:
                told[half] += share * each.share
        best = max(told, key=told.__getitem__, default=0) * HALF_PAGE
        return range(best, best + 2 * HALF_PAGE)

    def _read(self, variant: TermVariant, vector: Vector) -> Match:
        matches = [vector.match(word) for word in variant.words]
        covers = _RELATED_COVERS if variant.worth <= RELATED else 1.0
        if len(matches) == 1:
            only = matches[0]
            return only._replace(value=only.value * variant.worth, share=only.share * covers)
        weights = [self._rarities[word] for word in variant.words]
        whole = sum(weights)
        value = sum(w * each.value for w, each in zip(weights, matches, strict=True)) / whole
        share = sum(w * each.share for w, each in zip(weights, matches, strict=True)) / whole
        pairs = [followed(one.places, other.places) for one, other in pairwise(matches)]
        together = _APART + (1 - _APART) * sum(map(bool, pairs)) / len(pairs)
        return Match(
            value * (share if variant.worth < 1 else 1) * together * variant.worth,
            share * together * covers,
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

    def _together(self, found: Sequence[Match], place: int) -> float:
        """Return the factor for a syllable typed without accents: lower unless a neighbouring term
        is close."""
        term = self.terms[place]
        known = term.common or term.words[0].exact or _is_phrase(term) or not found[place].share
        return 1.0 if known else max(_APART, self._beside(found, place))

    def _beside(self, found: Sequence[Match], place: int) -> float:
        """Return the factor for a term, depending on whether a neighbouring term of the query is
        close to it in the text."""
        term, here = self.terms[place], found[place].places
        beside = [n for n in (place - 1, place + 1) if 0 <= n < len(found)]
        near = [n for n in beside if not self.terms[n].common]
        if not near or any(within(here, found[n].places, (n - place,)) for n in near):
            return 1.0
        is_close = any(within(here, found[n].places, _NEARBY) for n in near)
        if _is_phrase(term):
            return 1.0 if is_close else _PHRASE_ALONE
        if not term.words[0].exact:
            return _UNACCENTED
        return _CLOSE if is_close else _ALONE


def _size(term: SearchTerm) -> int:
    """Return how many words a term counts for: a compound counts as its words, so that knowing it
    does not make it rarer than they are."""
    return 1 if term.common or len(term.variants) > 1 else len(term.words)


def _share_of_title(found: Iterable[Match], vector: str) -> float:
    """Return the share of the words of title and names that the query matches."""
    places = {place for each in found for place in each.written.split(",") if "A" in place}
    return min(1.0, len(places) / max(1, vector.count(f"'{TITLE_MARK}")))


def _is_phrase(term: SearchTerm) -> bool:
    """Return whether the term has several words or synonyms, so that its meaning is known."""
    return len(term.words) > 1 or len(term.variants) > 1


def _shares(weights: Sequence[float]) -> list[float]:
    """Return the weights divided by their sum."""
    whole = sum(weights) or 1.0
    return [weight / whole for weight in weights]
