"""Read the name of a page: its words, whatever letters they are written in, and its places. Pure.

Used by name_forms.py and similarity.py.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from network.agencies.places import communes
from network.core.text import clean_input, fold

# Letters of other alphabets that look like Latin ones (Unicode, confusables.txt, a choice).
_LOOK_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХЅІЈаекморсухѕіјһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυɡɑıոօցᏚᎪᏀᏞᏢᎢᎻᏟᎬ",
    "ABEKMHOPCTYXSIJaekmopcyxsijhdqwABEZHIKMNOPTYXaivopugainogSAGLPTHCE",
)
_IN_WORDS = str.maketrans("0135@$", "oiesas")
_WORD = re.compile(r"[a-z0-9@$]+")
_DATA = Path(__file__).resolve().parent / "data"
# Words that join the parts of a name, and that short forms leave out.
JOINING = frozenset({"va", "tinh"})
UNITS = frozenset({"phuong", "xa", "p", "x"})
# Shorter places are also parts of other words, as "hue" is of "thue".
_SHORTEST_PLACE = 6


@dataclass(frozen=True, slots=True)
class Span:
    """Where a place stands in the joined words of a name; `unit` is "phuong" or "xa" before it."""

    place: str
    start: int
    end: int
    has_unit: bool = False


@dataclass(frozen=True, slots=True)
class PageName:
    """The words of a name, those that only join left out, and the places that they name.

    `bounds` are the offsets in `joined` at which words begin or end.
    """

    words: tuple[str, ...]
    joined: str
    bounds: frozenset[int]
    has_province_word: bool
    provinces: frozenset[str]
    communes: tuple[Span, ...]

    def holds(self, form: str) -> bool:
        """Return whether a form stands in the name; short ones only as whole words."""
        return any(
            len(form) > _SHORTEST_PLACE or {at, at + len(form)} <= self.bounds
            for at in occurrences(form, self.joined)
        )


def read_name(name: str) -> PageName:
    """Return the words and places of a name. Not cached: citizens paste what is kept nowhere."""
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
    """Yield words without those that only join, the own province's initials as its name.

    Handles write "tinh" together with the place: "tinhgialai".
    """
    own = own_province()
    for word in words:
        rest = word.removeprefix("tinh")
        if word == _own_initials():
            yield own
        elif word not in JOINING:
            yield rest if rest in provinces() else word


def bare_words(name: str) -> list[str]:
    """Return the words of a name without marks, figures among letters read as letters."""
    plain = read_look_alikes(name)
    return [_as_letters(word) for word in _WORD.findall(fold(_parted(plain)))]


def read_look_alikes(name: str) -> str:
    """Return a name with letters of other alphabets read as the Latin ones they look like."""
    return unicodedata.normalize("NFKC", clean_input(name)).translate(_LOOK_ALIKE)


def occurrences(part: str, text: str) -> Iterator[int]:
    """Yield the offsets at which `part` stands in `text`."""
    at = text.find(part) if part else -1
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


@cache
def provinces() -> tuple[str, ...]:
    """Return provinces and cities of today and of before 1 July 2025, each one bare word.

    Nghị quyết 202/2025/QH15: 34 of them since.
    """
    return tuple(_joined(row["name"]) for row in _rows("provinces.csv"))


@cache
def own_province() -> str:
    """Return the province of the network, as one bare word."""
    return next(_joined(row["name"]) for row in _rows("provinces.csv") if row["is_own"])


@cache
def _own_initials() -> str:
    row = next(row for row in _rows("provinces.csv") if row["is_own"])
    return "".join(word[0] for word in bare_words(row["name"]))


@cache
def listed_words(use: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of page_name_words.csv for one use, the longest first."""
    found = [tuple(bare_words(row["words"])) for row in _rows("page_name_words.csv")]
    uses = [row["use"] for row in _rows("page_name_words.csv")]
    kept = {words for words, its in zip(found, uses, strict=True) if its == use}
    return tuple(sorted(kept, key=len, reverse=True))


def without(words: Iterable[str], phrases: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return words without the given phrases, wherever they stand."""
    text = f" {' '.join(words)} "
    for phrase in phrases:
        text = text.replace(f" {' '.join(phrase)} ", " ")
    return tuple(text.split())


@cache
def commune_names() -> tuple[str, ...]:
    """Return the names of communes and wards without "phường" or "xã", the longest first."""
    bare = {"".join(bare_words(each.name)[1:]) for each in communes()}
    return tuple(sorted(bare, key=len, reverse=True))


def _communes_in(joined: str, bounds: set[int]) -> list[Span]:
    """Return the communes that a name names: of two at one place, the longer one alone."""
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
    """Part words that a capital letter begins: "GiaLai", "SoTuPhap"."""
    pairs = zip(name, f"{name[1:]} ", strict=True) if name else ()
    return "".join(f"{a} " if a.islower() and b.isupper() else a for a, b in pairs)


def _as_letters(word: str) -> str:
    """Read figures among letters as the letters they stand for; a number stays one."""
    return word.translate(_IN_WORDS) if re.search("[a-z]", word) and word != "24h" else word


def _joined(name: str) -> str:
    return "".join(bare_words(name))


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
