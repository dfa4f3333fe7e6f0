"""From text to the words the search keeps, and from words to PostgreSQL's vector. Pure.

A vector holds every word twice, without accents ("dat") and as it is written (".đất"), with its
places and the field it stands in. Beside them stand *marks*, words that no text can hold: "=dat"
says that "dat" stands in the title, "~kind.place" is what can be filtered by, "#100/2019" a
document's number. One GIN index answers all.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from network.core.text import fold, nfc, unify_tones

EXACT_MARK, TITLE_MARK, FILTER_MARK = ".", "=", "~"
# Bounds the index: long texts are found by their first words.
MOST_WORDS = 2500
_LONGEST_WORD = 60
_WORD = re.compile(r"[^\W_]+")
_LOOSE_MARKS = re.compile("[\u0300-\u036f]")
# PostgreSQL keeps so many places of a word, and none further than the last.
_MOST_PLACES, _LAST_PLACE = 255, 16_383


class Word(NamedTuple):
    """A word as it is written, in small letters and one tone placement, and without accents."""

    exact: str
    folded: str


@lru_cache(maxsize=16_384)
def _word(exact: str) -> Word:
    return Word(exact[:_LONGEST_WORD], fold(exact).replace(" ", "")[:_LONGEST_WORD] or exact)


def words_of(text: str, most: int | None = MOST_WORDS) -> list[Word]:
    """Return the words of `text`, no more than `most`."""
    return [_word(each) for each in _split(unify_tones(nfc(text).lower()))[:most]]


def written_words(text: str) -> list[str]:
    """Return the words of `text` in small letters, each as it was written: "ly", not "li"."""
    return _split(nfc(text).lower())


def _split(text: str) -> list[str]:
    return _WORD.findall(_LOOSE_MARKS.sub("", text))


def folded_words(text: str) -> list[str]:
    """Return the words of `text` without accents."""
    return [word.folded for word in words_of(text)]


def vector(fields: Sequence[tuple[str, str]], marks: Iterable[str], *, long_text: str = "") -> str:
    """Return a tsvector as text: the words of the fields (weight, text), then the marks.

    All words of `long_text` stand last. Where there are no places left for them, they begin anew
    at the first of theirs: a handbook has twice the words that a vector has places.
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
        # A gap, so that the end of one field and the beginning of the next are not side by side.
        last += len(words) + 2
    for place, word in enumerate(words_of(long_text, None)):
        put(word, f"{last + 1 + place % (_LAST_PLACE - last)}D")
    placed = [f"'{word}':{','.join(each[:_MOST_PLACES])}" for word, each in places.items()]
    return " ".join([*placed, *(f"'{mark}'" for mark in dict.fromkeys(marks))])


def filter_mark(name: str, value: object) -> str:
    """Return the mark of one value of what can be filtered by: ("kind", "place") -> "~kind.place".

    The value is a key, a slug or a number; never what a visitor typed.
    """
    return f"{FILTER_MARK}{name}.{value}"


def all_of(words: Iterable[str]) -> str:
    """Return the tsquery for what has all the words and marks; "" for none.

    Words hold no quotes, so that nothing typed becomes an operator.
    """
    return " & ".join(f"'{word}'" for word in dict.fromkeys(words))
