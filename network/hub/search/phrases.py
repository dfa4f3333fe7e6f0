"""Everyday words, abbreviations and compounds as phrases in a query. Cached in memory."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from network.core.freshness.dependencies import depends_on
from network.core.freshness.keeping import kept

from .models import EverydayWord
from .words import Word, words_of

_DATA = Path(__file__).resolve().parent.parent / "data"
_LONGEST = 8
_NGA, _HOI = "\u0303", "\u0309"
# Weight of a synonym compared with the typed word.
EVERYDAY, SHORT = 0.9, 1.0
# Weight of another everyday word for the same legal term, and how many of them are sought.
ALIKE, _MOST_ALIKE = 0.8, 6
# Weight of a term that is only related to the typed words, and of other words related to it.
RELATED, _RELATED_ALIKE = 0.75, 0.7
type Said = tuple[Word, ...]
type Pairs = Iterable[tuple[str, str]]


class Meant(NamedTuple):
    """A matched phrase: its length in words, and its synonyms (a compound has none) with weights.

    `said` is the accented phrase if the visitor typed it without accents and only one fits.
    """

    size: int
    variants: tuple[tuple[Said, float], ...]
    said: Said | None = None


class Phrases:
    """Index of phrases and their synonyms."""

    def __init__(
        self, everyday: Pairs, short: Pairs, compounds: Iterable[str], related: Pairs = ()
    ) -> None:
        self._exact: dict[tuple[str, ...], dict[Said, float]] = {}
        self._folded: dict[tuple[str, ...], dict[Said, float]] = {}
        self._said: dict[tuple[str, ...], set[Said]] = {}
        for pairs, worth in ((everyday, EVERYDAY), (short, SHORT)):
            for said, meant in pairs:
                one, other = tuple(words_of(said)), tuple(words_of(meant))
                self._add(one, {other: worth})
                self._add(other, {one: worth})
        for word, others in _alike(everyday):
            self._add(word, dict.fromkeys(others, ALIKE))
        # The term does not find what is only related to it: "ma túy" is not "thuốc lắc".
        for said, meant in related:
            self._add(tuple(words_of(said)), {tuple(words_of(meant)): RELATED})
        for word, others in _akin(related):
            self._add(word, dict.fromkeys(others, _RELATED_ALIKE))
        for compound in compounds:
            self._add(tuple(words_of(compound)), {})

    def _add(self, said: Said, meant: dict[Said, float]) -> None:
        exact = _exact(said)
        self._exact[exact] = _joined(self._exact.get(exact, {}), meant)
        # A single syllable without accents is too ambiguous.
        if len(said) > 1 or SHORT in meant.values():
            folded = tuple(word.folded for word in said)
            self._folded[folded] = _joined(self._folded.get(folded, {}), meant)
            self._said.setdefault(folded, set()).add(said)

    def at(self, words: Sequence[Word], place: int, *, accented: bool) -> Meant | None:
        """Return the longest phrase that starts at this position, or None."""
        for size in range(min(_LONGEST, len(words) - place), 0, -1):
            part = words[place : place + size]
            found = self._exact.get(_exact(part))
            if found is not None:
                return Meant(size, tuple(found.items()))
            folded = tuple(word.folded for word in part)
            plain = not accented or all(word.exact == word.folded for word in part)
            if plain and (meant := self._folded.get(folded)) is not None:
                said = self._said[folded]
                return Meant(size, tuple(meant.items()), *(said if len(said) == 1 else ()))
        return None


def _joined(known: dict[Said, float], more: dict[Said, float]) -> dict[Said, float]:
    """Return the known synonyms, then those that are new, each with its first weight."""
    return known | {said: worth for said, worth in more.items() if said not in known}


def _alike(everyday: Pairs) -> Iterator[tuple[Said, list[Said]]]:
    """Yield each everyday word with others that mean the same: "mua đất" with "bán đất"."""
    for said, others in _others(everyday):
        yield said, others[:_MOST_ALIKE]


def _akin(related: Pairs) -> Iterator[tuple[Said, list[Said]]]:
    """Yield each word with related ones that share a syllable: "mất bò" with "trộm bò".

    A term has many related words, and most of them are about something else.
    """
    for said, others in _others(related):
        yield said, _nearest({*said}, others)[:_MOST_ALIKE]


def _nearest(said: set[Word], others: Iterable[Said]) -> list[Said]:
    near = [other for other in others if not said.isdisjoint(other)]
    return sorted(near, key=lambda other: (-len(said & {*other}), len(other)))


def _others(pairs: Pairs) -> Iterator[tuple[Said, list[Said]]]:
    """Yield each everyday word with all others that lead to the same term."""
    read = [(tuple(words_of(said)), tuple(words_of(meant))) for said, meant in pairs]
    sayings: dict[Said, list[Said]] = {}
    for said, meant in read:
        sayings.setdefault(meant, []).append(said)
    for said, meant in read:
        yield said, [other for other in sayings[meant] if other != said]


def _exact(words: Iterable[Word]) -> tuple[str, ...]:
    """Return the words with the tone "ngã" replaced by "hỏi", since many write "sổ đõ" as they
    speak."""
    return tuple(unicodedata.normalize("NFD", word.exact).replace(_NGA, _HOI) for word in words)


def phrases() -> Phrases:
    """Return the index of everyday words and abbreviations. At most one query."""
    return kept(("search phrases",), _phrases)


def _phrases() -> Phrases:
    depends_on("search")
    return _made_of(tuple(EverydayWord.objects.values_list("said", "meant", "related")))


@lru_cache(maxsize=2)
def _made_of(words: tuple[tuple[str, str, bool], ...]) -> Phrases:
    with (_DATA / "abbreviations.csv").open(encoding="utf-8", newline="") as file:
        short = [(row["abbreviation"], row["expansion"]) for row in csv.DictReader(file)]
    compounds = (_DATA / "compounds.txt").read_text(encoding="utf-8").splitlines()
    everyday = [(said, meant) for said, meant, related in words if not related]
    related = [(said, meant) for said, meant, related in words if related]
    return Phrases(everyday, short, compounds, related)
