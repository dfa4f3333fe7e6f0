"""Parse a visitor's query into terms, each with its variants."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from legal_updates.numbers.asked import read_asked_number
from network.agencies.places import communes
from network.core.syllables import is_vietnamese_syllable
from network.core.text import clean_input, strip_marks

from .phrases import Phrases
from .spelling import alike, completed, decoded
from .vocabulary import counts_of
from .words import EXACT_MARK, Word, words_of, written_words

# A longer query is a pasted text; its first words are enough.
LONGEST_QUESTION, MOST_TERMS = 200, 16
# Weight of a word found with other accents than typed, and where the typed accents were probably a
# slip.
OTHER_ACCENTS, SLIPPED_ACCENTS, SPELLING = 0.15, 0.85, 0.9
# Length of a word that is decoded beside others with accents.
_SHORTEST_KEYS = 5
_DATA = Path(__file__).resolve().parent.parent / "data"
# As in 168/2024/NĐ-CP.
_PARTS_OF_NUMBER = 3


def _fillers(name: str) -> frozenset[tuple[str, ...]]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(tuple(word.exact for word in words_of(line)) for line in lines)


def _unaccented(lines: frozenset[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(map(strip_marks, words)) for words in lines)


# Filler words of questions, and words that occur in most texts. Words typed without accents may
# have been decoded. Several syllables mean the same without accents; a single one may not ("cho").
_QUESTION_WORDS = _fillers("question_words.txt")
_QUESTION_WORDS_UNACCENTED = (
    _fillers("question_words_unaccented.txt")
    | {words for words in _QUESTION_WORDS if not "".join(words).isascii()}
    | _unaccented(frozenset(words for words in _QUESTION_WORDS if len(words) > 1))
)
_COMMON_WORDS = _fillers("common_words.txt")
_COMMON_WORDS_UNACCENTED = _COMMON_WORDS | _unaccented(_COMMON_WORDS)


class Sought(NamedTuple):
    """A word to find: exact form ("" if typed without accents), folded form, weight of the folded
    match."""

    exact: str
    folded: str
    loose: float = OTHER_ACCENTS

    @property
    def mark(self) -> str:
        """Return the index word: exact with mark, or folded."""
        return EXACT_MARK + self.exact if self.exact else self.folded


class TermVariant(NamedTuple):
    """One way to express a term, with its weight compared to the typed words."""

    words: tuple[Sought, ...]
    worth: float = 1.0


@dataclass(frozen=True)
class SearchTerm:
    """A term to find in any of its variants. The first variant is what was typed."""

    typed: str
    variants: tuple[TermVariant, ...]
    # Whether it is a word of procedure ("xin phép") instead of a subject.
    common: bool = False

    @property
    def words(self) -> tuple[Sought, ...]:
        """Return the words as typed."""
        return self.variants[0].words


@dataclass(frozen=True)
class SearchQuery:
    """A parsed query: `words` as typed, `terms` to find, and the mark of a document number."""

    words: str
    terms: tuple[SearchTerm, ...] = ()
    number: str = ""

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def is_whole_number(self) -> bool:
        """Return whether it is a complete number with year and letters, whose parts alone mean
        nothing."""
        return self.number.count("/") == _PARTS_OF_NUMBER - 1


def clean_query(raw: str) -> str:
    """Return the query as one clean line of limited length."""
    return " ".join(clean_input(raw[: 2 * LONGEST_QUESTION]).split())[:LONGEST_QUESTION].strip()


def read_query(raw: str, phrases: Phrases) -> SearchQuery:
    """Parse a query. Its terms are empty if it contains no word."""
    typed = clean_query(raw)
    words = words_of(typed)[:MOST_TERMS]
    with_accents = sum(map(_is_accented, words))
    # Beside accents that were typed right, a short word is rather an abbreviation than Telex keys.
    shortest = _SHORTEST_KEYS if with_accents else 0
    words = [_decoded(word) if len(word.exact) >= shortest else word for word in words]
    # Most Vietnamese syllables have an accent, so a few of many were typed by accident.
    accented = 0 < len(words) <= 2 * with_accents
    terms = _terms(words, written_words(typed), phrases, accented=accented)
    return SearchQuery(typed, tuple(terms), read_asked_number(typed))


def _is_accented(word: Word) -> bool:
    return word.exact != word.folded


@cache
def _names_of_places() -> frozenset[str]:
    return frozenset(word.folded for each in communes() for word in words_of(each.name))


def _decoded(word: Word) -> Word:
    meant = "" if word.folded in _names_of_places() else decoded(word.exact)
    return words_of(meant)[0] if meant else word


def _terms(
    words: Sequence[Word], written: Sequence[str], phrases: Phrases, *, accented: bool
) -> list[SearchTerm]:
    """Split the words of a query into terms, longest known phrase first.

    Words that only ask ("là gì") are left out, unless there is nothing else.
    """
    fillers = _QUESTION_WORDS if accented else _QUESTION_WORDS_UNACCENTED
    common = _COMMON_WORDS if accented else _COMMON_WORDS_UNACCENTED
    found: list[SearchTerm] = []
    dropped: list[SearchTerm] = []
    place = 0
    while place < len(words):
        meant = phrases.at(words, place, accented=accented)
        filler = _length_at(words, place, fillers)
        usual = _length_at(words, place, common)
        size = max(meant.size if meant else 0, filler, usual, 1)
        variants = meant.variants if meant and meant.size == size else ()
        part = words[place : place + size]
        # "so do" means "sổ đỏ", not every "số" next to a "do".
        said = meant.said if meant and meant.size == size else None
        term = SearchTerm(
            " ".join(written[place : place + size]),
            (
                TermVariant(_sought(said or part, accented=accented or said is not None)),
                *(TermVariant(_sought(each, accented=True), worth) for each, worth in variants),
            ),
            common=usual == size,
        )
        (dropped if filler == size and not variants else found).append(term)
        place += size
    return found or dropped


def _sought(words: Iterable[Word], *, accented: bool) -> tuple[Sought, ...]:
    # A decoded word has its accents; its neighbours may be unaccented.
    return tuple(
        Sought(word.exact, word.folded)
        if accented or _is_accented(word)
        else Sought("", word.folded, 1.0)
        for word in words
    )


def _length_at(words: Sequence[Word], place: int, phrases: frozenset[tuple[str, ...]]) -> int:
    for size in range(5, 0, -1):
        if tuple(word.exact for word in words[place : place + size]) in phrases:
            return min(size, len(words) - place)
    return 0


def with_spellings(question: SearchQuery) -> tuple[SearchQuery, dict[str, int]]:
    """Return the query with corrected unknown words, and the number of entries for each word.

    A word that is no syllable may match with other accents; otherwise the most frequent
    similar-sounding word replaces it.
    """
    words = {word for each in question.terms for way in each.variants for word in way.words}
    counts = counts_of({mark for word in words for mark in (word.mark, word.folded)})
    parts = [part for term in question.terms for part in _findable(term, counts)]
    unknown = {term.words[0] for term in parts if _is_unknown(term, counts)}
    sounds = {word: _meant_by(word) for word in unknown if not counts.get(word.folded)}
    counts |= counts_of(set().union(*sounds.values())) if sounds else {}
    meant = {}
    for word in unknown:
        heard = [each for each in sounds.get(word, ()) if counts.get(each)]
        if heard:
            meant[word] = TermVariant(
                (Sought("", max(heard, key=counts.__getitem__), 1.0),), SPELLING
            )
        elif not is_vietnamese_syllable(word.exact):
            meant[word] = TermVariant((word._replace(loose=SLIPPED_ACCENTS),))
    terms = (
        replace(term, variants=(meant[term.words[0]],)) if term.words[0] in meant else term
        for term in parts
    )
    return replace(question, terms=tuple(terms)), counts


def _findable(term: SearchTerm, counts: dict[str, int]) -> list[SearchTerm]:
    """Return the term, or its words one by one where entries have most of them, but none has all of
    a variant.

    "Giành quyền nuôi con" finds what speaks of "quyền nuôi con" where "giành" occurs nowhere.
    """
    known = {
        word: bool(counts.get(word.mark) or counts.get(word.folded))
        for way in term.variants
        for word in way.words
    }
    whole = any(all(map(known.__getitem__, way.words)) for way in term.variants)
    if whole or 2 * sum(map(known.__getitem__, term.words)) <= len(term.words):
        return [term]
    written = zip(term.typed.split(), term.words, strict=True)
    return [SearchTerm(typed, (TermVariant((word,)),)) for typed, word in written]


def _meant_by(word: Sought) -> set[str]:
    """Return the folded words that an unknown word may stand for: by sound, or with a letter that
    was left out."""
    written = word.exact or word.folded
    missed = set() if is_vietnamese_syllable(written) else completed(written)
    return alike(word.folded) | {each.folded for each in words_of(" ".join(missed))}


def _is_unknown(term: SearchTerm, counts: dict[str, int]) -> bool:
    word = term.words[0]
    alone = len(term.words) == len(term.variants) == 1
    return alone and not counts.get(word.mark) and not word.folded.isdecimal()
