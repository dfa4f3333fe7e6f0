"""Parse the name of a page: its words in any alphabet, and its places. Pure.

Used by name_forms.py and similarity.py.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from network.agencies.places import communes, province_rows
from network.core.text import clean_input, fold

# Letters of other alphabets that look like Latin ones (a selection from Unicode's confusables.txt).
_LOOK_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХЅІЈаекморсухѕіјһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυɡɑıոօցᏚᎪᏀᏞᏢᎢᎻᏟᎬ",
    "ABEKMHOPCTYXSIJaekmopcyxsijhdqwABEZHIKMNOPTYXaivopugainogSAGLPTHCE",
)
_IN_WORDS = str.maketrans("0135@$", "oiesas")
_WORD = re.compile(r"[a-z0-9@$]+")
_DATA = Path(__file__).resolve().parents[2] / "data"
# Words that only connect the parts of a name; short forms omit them.
JOINING = frozenset({"va", "tinh"})
UNITS = frozenset({"phuong", "xa", "p", "x"})
# Shorter places also occur inside other words, as "hue" in "thue".
_SHORTEST_PLACE = 6


@dataclass(frozen=True, slots=True)
class Span:
    """Position of a place in the joined words of a name. `has_unit`: "phuong" or "xa" comes before
    it."""

    place: str
    start: int
    end: int
    has_unit: bool = False


@dataclass(frozen=True, slots=True)
class PageName:
    """The words of a name without connecting words, and the places that it names.

    `bounds` are the offsets in `joined` at which words begin or end.
    """

    words: tuple[str, ...]
    joined: str
    bounds: frozenset[int]
    has_province_word: bool
    provinces: frozenset[str]
    communes: tuple[Span, ...]

    def holds(self, form: str) -> bool:
        """Return whether the name contains a form; short forms only as whole words."""
        return any(
            len(form) > _SHORTEST_PLACE or {at, at + len(form)} <= self.bounds
            for at in occurrences(form, self.joined)
        )


def read_name(name: str) -> PageName:
    """Return the words and places of a name. Not cached, because citizens' pasted texts must not be
    kept."""
    all_words = bare_words(name)
    words = tuple(telling_words(all_words))
    joined, bounds, at = "".join(words), {0}, 0
    for word in words:
        at += len(word)
        bounds.add(at)
    found = _communes_in(joined, bounds)
    with_unit = [each for each in found if each.has_unit]
    named = {
        place
        for place in provinces()
        for at in occurrences(place, joined)
        if (len(place) >= _SHORTEST_PLACE or {at, at + len(place)} <= bounds)
        and not any(each.start <= at and at + len(place) <= each.end for each in with_unit)
    }
    return PageName(
        words,
        joined,
        frozenset(bounds),
        "tinh" in all_words,
        frozenset(named),
        tuple(found),
    )


def telling_words(words: Iterable[str]) -> Iterator[str]:
    """Yield the words without connecting words, with the own province's initials spelled out.

    Handles join "tinh" and the place: "tinhgialai".
    """
    own = own_province()
    for word in words:
        rest = word.removeprefix("tinh")
        if word == _own_initials():
            yield own
        elif word not in JOINING:
            yield rest if rest in provinces() else word


def bare_words(name: str) -> list[str]:
    """Return the words of a name without diacritics; digits inside words are read as letters."""
    plain = read_look_alikes(name)
    return [_as_letters(word) for word in _WORD.findall(fold(_parted(plain)))]


def read_look_alikes(name: str) -> str:
    """Return a name in which look-alike letters of other alphabets are replaced by Latin ones."""
    return unicodedata.normalize("NFKC", clean_input(name)).translate(_LOOK_ALIKE)


def occurrences(part: str, text: str) -> Iterator[int]:
    """Yield the offsets at which `part` occurs in `text`."""
    at = text.find(part) if part else -1
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


@cache
def provinces() -> tuple[str, ...]:
    """Return provinces and cities of today and from before 1 July 2025, each joined without
    diacritics.

    There are 34 since Nghị quyết 202/2025/QH15.
    """
    return tuple(_joined(row["name"]) for row in province_rows())


@cache
def own_province() -> str:
    """Return the network's own province, joined without diacritics."""
    return next(_joined(row["name"]) for row in province_rows() if row["is_own"])


@cache
def _own_initials() -> str:
    """Return the initials of the own province's name."""
    row = next(row for row in province_rows() if row["is_own"])
    return "".join(word[0] for word in bare_words(row["name"]))


@cache
def listed_words(use: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases in page_name_words.csv for one use, longest first."""
    found = [tuple(bare_words(row["words"])) for row in _rows("page_name_words.csv")]
    uses = [row["use"] for row in _rows("page_name_words.csv")]
    kept = {words for words, its in zip(found, uses, strict=True) if its == use}
    return tuple(sorted(kept, key=len, reverse=True))


def without(words: Iterable[str], phrases: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words without any occurrence of the phrases."""
    text = f" {' '.join(words)} "
    for phrase in phrases:
        text = text.replace(f" {' '.join(phrase)} ", " ")
    return tuple(text.split())


@cache
def commune_names() -> tuple[str, ...]:
    """Return the names of communes and wards without "phường" or "xã", longest first."""
    bare = {"".join(bare_words(each.name)[1:]) for each in communes()}
    return tuple(sorted(bare, key=len, reverse=True))


def _communes_in(joined: str, bounds: set[int]) -> list[Span]:
    """Return the communes in a name. Of overlapping ones only the longest is returned."""
    found: list[Span] = []
    for place in commune_names():
        for start in occurrences(place, joined):
            end = start + len(place)
            if any(start < each.end and each.start < end for each in found):
                continue
            has_unit = joined[:start].endswith(("phuong", "xa")) or (
                start in bounds and joined[:start].endswith(("p", "x")) and start - 1 in bounds
            )
            is_whole = {start, end} <= bounds
            if is_whole or (has_unit and end in bounds) or len(place) > _SHORTEST_PLACE:
                found.append(Span(place, start, end, has_unit))
    return found


def _parted(name: str) -> str:
    """Insert spaces before capitals inside words: "GiaLai", "SoTuPhap"."""
    pairs = zip(name, f"{name[1:]} ", strict=True) if name else ()
    return "".join(f"{a} " if a.islower() and b.isupper() else a for a, b in pairs)


def _as_letters(word: str) -> str:
    """Replace digits in a word with the letters that they imitate; numbers stay unchanged."""
    return word.translate(_IN_WORDS) if re.search("[a-z]", word) and word != "24h" else word


def _joined(name: str) -> str:
    """Return the words of a name without diacritics, joined."""
    return "".join(bare_words(name))


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV file. Cached."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
