"""Convert text into index words, and words into PostgreSQL's tsvector. Pure.

A vector contains every word twice, folded ("dat") and exact (".đất"), with positions and field
weights. It also contains *marks*, which no text can contain: "=dat" for a word in the title,
"~kind.place" for a filter value, "#100/2019" for a document number. One GIN index serves all.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from network.core.text import fold, nfc, unify_tones

EXACT_MARK, TITLE_MARK, FILTER_MARK = ".", "=", "~"
# Limits the index size: long texts are found by their first words.
MOST_WORDS = 2500
_LONGEST_WORD = 60
# Without the modifier apostrophe of Bahnar, which would be a letter: "ʼlơ̆ng" is typed "'lơ̆ng" too.
_WORD = re.compile(r"[^\W_\u02bc]+")
_LOOSE_MARKS = re.compile("[\u0300-\u036f]")
# PostgreSQL's limits: positions stored per word, and highest position.
_MOST_PLACES, _LAST_PLACE = 255, 16_383


class Word(NamedTuple):
    """A word in lower case with unified tone placement (`exact`), and without accents
    (`folded`)."""

    exact: str
    folded: str


@lru_cache(maxsize=16_384)
def _word(exact: str) -> Word:
    return Word(exact[:_LONGEST_WORD], fold(exact).replace(" ", "")[:_LONGEST_WORD] or exact)


def words_of(text: str, most: int | None = MOST_WORDS) -> list[Word]:
    """Return the words of `text`, at most `most`."""
    return [_word(each) for each in _split(unify_tones(nfc(text).lower()))[:most]]


def written_words(text: str) -> list[str]:
    """Return the words of `text` in lower case as written: "ly", not "li"."""
    return _split(nfc(text).lower())


def _split(text: str) -> list[str]:
    return _WORD.findall(_LOOSE_MARKS.sub("", text))


def folded_words(text: str) -> list[str]:
    """Return the words of `text` without accents."""
    return [word.folded for word in words_of(text)]


def vector(fields: Sequence[tuple[str, str]], marks: Iterable[str], *, long_text: str = "") -> str:
    """Return a tsvector as text: the words of the fields (weight, text), then the marks.

    The words of `long_text` come last. If positions run out, they restart at its first one: a
    handbook has twice as many words as a vector has positions.
    """
    places: dict[str, list[str]] = {}
    last = 0

    def put(word: Word, at: str) -> None:
        places.setdefault(word.folded, []).append(at)
        places.setdefault(EXACT_MARK + word.exact, []).append(at)

    for weight, text in fields:
        words = words_of(text)
        for place, word in enumerate(words, start=last + 1):
            put(word, f"{min(place, _LAST_PLACE)}{weight}")
        # A gap, so that the last word of a field and the first of the next are not neighbours.
        last += len(words) + 2
    for place, word in enumerate(words_of(long_text, None)):
        put(word, f"{last + 1 + place % (_LAST_PLACE - last)}D")
    placed = [f"'{word}':{','.join(each[:_MOST_PLACES])}" for word, each in places.items()]
    return " ".join([*placed, *(f"'{mark}'" for mark in dict.fromkeys(marks))])


def filter_mark(name: str, value: object) -> str:
    """Return the mark of a filter value: ("kind", "place") gives "~kind.place".

    The value is an id, slug or number, never user input.
    """
    return f"{FILTER_MARK}{name}.{value}"


def all_of(words: Iterable[str]) -> str:
    """Return the tsquery for all words and marks, or "".

    Words contain no quotes, so user input cannot become an operator.
    """
    return " & ".join(f"'{word}'" for word in dict.fromkeys(words))
