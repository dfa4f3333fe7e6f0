"""From text to the words the search keeps, and from words to PostgreSQL's vectors. Pure.

Beside the plain words a vector holds *marks*, words that no text can hold: "=dat" says that "dat"
stands in the title, "~k…" names what can be filtered by, "#100/2019" is a document's number. So
one GIN index answers words, titles, numbers and all filters at once, and intersects them inside.
"""

import re
from collections.abc import Iterable, Sequence

from network.core.text import fold, nfc, unify_tones

TITLE_MARK, FILTER_MARK, NUMBER_MARK = "=", "~", "#"
# Bounds the index: long texts are found by their first words.
MOST_WORDS = 4000
_LONGEST_WORD = 60
_FOLDED = re.compile(r"[a-z0-9]+")
_EXACT = re.compile(r"[^\W_]+")
_LAST_POSITION = 16_383


def folded_words(text: str) -> list[str]:
    """Return the words of `text` without accents, at most MOST_WORDS of them."""
    return _bounded(_FOLDED.findall(fold(text)))


def exact_words(text: str) -> list[str]:
    """Return the words of `text` with their accents, of one tone placement and in small letters."""
    return _bounded(_EXACT.findall(unify_tones(nfc(text).lower())))


def _bounded(words: Sequence[str]) -> list[str]:
    return [word[:_LONGEST_WORD] for word in words[:MOST_WORDS]]


def vector(words: Sequence[str], marks: Iterable[str]) -> str:
    """Return a tsvector as text: the words with their places, the marks without."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words, start=1):
        places.setdefault(word, []).append(min(place, _LAST_POSITION))
    # PostgreSQL keeps 255 places of a word and would read all of them.
    placed = [f"'{word}':{','.join(map(str, each[:255]))}" for word, each in places.items()]
    return " ".join([*placed, *(f"'{mark}'" for mark in dict.fromkeys(marks))])


def title_marks(words: Iterable[str]) -> list[str]:
    """Return the marks that say these words stand in a title."""
    return [TITLE_MARK + word for word in words]


def filter_mark(name: str, value: object) -> str:
    """Return the mark of one value of what can be filtered by: ("kind", "place") -> "~kind.place".

    The value is a key, a slug or a number; never what a visitor typed.
    """
    return f"{FILTER_MARK}{name}.{value}"


def number_marks(number_key: str) -> list[str]:
    """Return the marks of a document's number for every way to name it in part.

    "100/2019/nđcp" is found by 100, 100/2019, 100/nd, 100/cp, 100/ndcp and by 100/2019/nd, ...
    """
    number, *rest = fold_key(number_key).split("/")
    year = next((part for part in rest if part.isdecimal() and len(part) == 4), "")
    letters = "".join(part for part in rest if part != year)
    starts = [number, f"{number}/{year}"] if year else [number]
    pieces = dict.fromkeys(letters[:end] for end in range(1, len(letters) + 1))
    endings = dict.fromkeys(letters[begin:] for begin in range(1, len(letters)))
    marks = [*starts, *(f"{start}/{each}" for start in starts for each in (pieces | endings))]
    return [NUMBER_MARK + mark for mark in marks]


def fold_key(number_key: str) -> str:
    """Return a number key in ASCII: "100/2019/nđcp" gives "100/2019/ndcp"."""
    return "/".join(
        part if part.replace(".", "").isdecimal() else "".join(_FOLDED.findall(fold(part)))
        for part in number_key.split("/")
    )
