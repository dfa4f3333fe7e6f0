"""From what a visitor typed to what is sought: terms, each with its readings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from network.core.syllables import is_vietnamese_syllable
from network.core.text import clean_input, strip_marks

from .numbers import QueryNumber, read_number
from .phrases import Phrases
from .spelling import alike, decoded, slipped
from .vocabulary import counts_of
from .words import EXACT_MARK, Word, exact_pairs, filter_mark, words_of

# Longer questions are pasted texts: their first words say what is sought.
LONGEST_QUESTION, MOST_TERMS = 200, 16
# What a word is worth where it stands with other accents than were typed, and where those were
# likely a slip.
OTHER_ACCENTS, SLIPPED_ACCENTS, SPELLING = 0.15, 0.7, 0.75
_DATA = Path(__file__).resolve().parent.parent / "data"


def _fillers(name: str) -> frozenset[tuple[str, ...]]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(tuple(word.exact for word in words_of(line)) for line in lines)


# What questions are made of rather than texts.
_QUESTION_WORDS = _fillers("question_words.txt")
_QUESTION_WORDS_UNACCENTED = _fillers("question_words_unaccented.txt")


class Sought(NamedTuple):
    """A word to be found: as written ("" if typed without accents), without, what that counts."""

    exact: str
    folded: str
    loose: float = OTHER_ACCENTS

    @property
    def mark(self) -> str:
        """Return the word of the index that stands for it."""
        return EXACT_MARK + self.exact if self.exact else self.folded


class Reading(NamedTuple):
    """One way to say what is sought, and what it is worth beside what was typed."""

    words: tuple[Sought, ...]
    worth: float = 1.0


@dataclass(frozen=True)
class Term:
    """One thing to be found, in any of its readings; the first is what was typed."""

    typed: str
    readings: tuple[Reading, ...]

    @property
    def words(self) -> tuple[Sought, ...]:
        """Return the words as typed."""
        return self.readings[0].words


@dataclass(frozen=True)
class SearchQuery:
    """A question, cleaned: `words` as they were typed, `terms` to be found, a number or None."""

    words: str
    terms: tuple[Term, ...] = ()
    number: QueryNumber | None = None

    def __bool__(self) -> bool:
        return bool(self.terms)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the answers are narrowed to; values are keys that the network knows, "" means any."""

    kind: str = ""
    agency: str = ""
    topic: str = ""
    level: str = ""
    status: str = ""
    year: str = ""
    marks: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        names = ("kind", "agency", "topic", "level", "status", "year")
        chosen = [(name, getattr(self, name)) for name in names]
        marks = tuple(filter_mark(name, value) for name, value in chosen if value)
        object.__setattr__(self, "marks", marks)

    def __bool__(self) -> bool:
        return bool(self.marks)


def clean_query(raw: str) -> str:
    """Return what a visitor typed as one clean line of bounded length."""
    return " ".join(clean_input(raw[: 2 * LONGEST_QUESTION]).split())[:LONGEST_QUESTION].strip()


def read_query(raw: str, phrases: Phrases) -> SearchQuery:
    """Return the question in what a visitor typed; it has no terms where there is no word."""
    typed = clean_query(raw)
    words = [_decoded(word) for word in words_of(typed)[:MOST_TERMS]]
    accented = any(word.exact != word.folded for word in words)
    terms = tuple(_terms(words, phrases, accented=accented))
    return SearchQuery(typed, terms, read_number(typed))


def _decoded(word: Word) -> Word:
    meant = decoded(word.exact)
    return words_of(meant)[0] if meant else word


def _terms(words: Sequence[Word], phrases: Phrases, *, accented: bool) -> Iterator[Term]:
    fillers = _QUESTION_WORDS if accented else _QUESTION_WORDS_UNACCENTED
    found: list[Term] = []
    dropped: list[Term] = []
    place = 0
    while place < len(words):
        meant = phrases.at(words, place, accented=accented)
        filler = _length_at(words, place, fillers)
        size = meant.size if meant and meant.size >= filler else filler or 1
        part = words[place : place + size]
        readings = meant.readings if meant and meant.size >= filler else ()
        term = Term(
            " ".join(word.exact for word in part),
            (
                Reading(_sought(part, accented=accented)),
                *(Reading(_sought(each, accented=True), worth) for each, worth in readings),
            ),
        )
        (dropped if filler and not readings else found).append(term)
        place += size
    return iter(found or dropped)


def _sought(words: Iterable[Word], *, accented: bool) -> tuple[Sought, ...]:
    if accented:
        return tuple(Sought(word.exact, word.folded) for word in words)
    return tuple(Sought("", word.folded, 1.0) for word in words)


def _length_at(words: Sequence[Word], place: int, phrases: frozenset[tuple[str, ...]]) -> int:
    for size in range(5, 0, -1):
        if tuple(word.exact for word in words[place : place + size]) in phrases:
            return min(size, len(words) - place)
    return 0


# --- misspelt words -----------------------------------------------------------------------------


def with_spellings(question: SearchQuery, counts: dict[str, int]) -> SearchQuery:
    """Return the question with what its misspelt words may have meant as further readings.

    A syllable alone says little ("thôn" is right), beside its neighbour it does ("giao thôn" is
    not): so what is asked is whether two that stand side by side do so in any title.
    """
    terms = list(question.terms)
    doubtful = [place for place in range(len(terms)) if _is_doubtful(terms, place, counts)]
    if not doubtful:
        return question
    guesses = {place: _guesses(terms[place].words[0], counts) for place in doubtful}
    asked = {
        mark
        for place, others in guesses.items()
        for other in others
        for mark in (other, *_pairs(terms, place, other))
    }
    known = counts | counts_of(asked)
    for place, others in guesses.items():
        terms[place] = _respelt(terms, place, others, known)
    return replace(question, terms=tuple(terms))


def _is_doubtful(terms: Sequence[Term], place: int, counts: dict[str, int]) -> bool:
    word = terms[place].words[0]
    if len(terms[place].readings) > 1 or len(terms[place].words) > 1 or word.folded.isdecimal():
        return False
    if not counts.get(word.mark):
        return True
    pairs = _pairs(terms, place, word.mark)
    return bool(pairs) and not any(counts.get(pair) for pair in pairs)


def _pairs(terms: Sequence[Term], place: int, mark: str) -> list[str]:
    """Return the pairs that this writing of a word makes with its neighbours."""
    exact = mark.startswith(EXACT_MARK)
    before = [terms[place - 1].words[-1]] if place else []
    after = [term.words[0] for term in terms[place + 1 : place + 2]]
    if exact:
        return [
            *(f"{each.mark} {mark[1:]}" for each in before if each.exact),
            *(f"{mark} {each.exact}" for each in after if each.exact),
        ]
    return [
        *(f"{each.folded} {mark}" for each in before),
        *(f"{mark} {each.folded}" for each in after),
    ]


def _guesses(word: Sought, counts: dict[str, int]) -> set[str]:
    others = alike(word.folded)
    if not counts.get(word.folded) and not is_vietnamese_syllable(strip_marks(word.folded)):
        others |= slipped(word.folded)
    return {word.folded, *others}


def _respelt(
    terms: Sequence[Term], place: int, others: Iterable[str], known: dict[str, int]
) -> Term:
    term, word = terms[place], terms[place].words[0]
    unknown = not known.get(word.mark)

    def fit(other: str) -> tuple[int, int]:
        pairs = sum(min(known.get(pair, 0), 3) for pair in _pairs(terms, place, other))
        return pairs, known.get(other, 0)

    same = fit(word.folded)
    if word.exact and same[0 if not unknown else 1]:
        slip = Sought(word.exact, word.folded, SLIPPED_ACCENTS)
        return replace(term, readings=(Reading((slip,)),))
    best = max((each for each in others if each != word.folded), key=fit, default="")
    if best and (fit(best)[0] or (unknown and not same[1] and len(best) > 2 and fit(best)[1])):
        meant = Reading((Sought("", best, 1.0),), SPELLING)
        return replace(term, readings=(meant,) if unknown else (*term.readings, meant))
    return term


def marks_to_count(question: SearchQuery) -> set[str]:
    """Return the words of all readings, and the pairs, whose counts decide on the question."""
    marks = {
        mark
        for term in question.terms
        for reading in term.readings
        for word in reading.words
        for mark in (word.mark, word.folded)
    }
    for place, term in enumerate(question.terms):
        marks.update(_pairs(question.terms, place, term.words[0].mark))
        marks.update(exact_pairs(word.exact for word in term.words))
    for one, other in pairwise(question.terms):
        marks.add(f"{one.words[-1].folded} {other.words[0].folded}")
    return marks
