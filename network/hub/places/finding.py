"""Find today's commune or ward by an old or new name. Pure, without database.

There are only a few hundred names, so each is compared with the query: first whole, then its
beginning, then by similarity.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from network.agencies.import_cells import Predecessor
from network.agencies.places import Commune, communes
from network.core.text import clean_input, fold, unify_tones

LONGEST_QUESTION = 100
MOST_ANSWERS = 12
# From this score on a match differs only in accents, spaces or unit type; below, it is a guess.
SURE = 80
# Minimum similarity of two spellings.
_ALIKE = 0.78
_SPACES = re.compile(r"[^a-z0-9]+")
_ACCENTED_SPACES = re.compile(r"[\W_]+")
_KINDS = ("thi tran", "phuong", "xa", "thanh pho", "thi xa", "huyen")
# Abbreviations of unit types before a name.
_SHORT_KINDS = {"p": "phuong", "x": "xa", "tt": "thi tran", "tp": "thanh pho", "tx": "thi xa"}
_SHORT_KINDS |= {"h": "huyen", "q": "huyen"}
_BODIES = re.compile(r"^(?:uy ban nhan dan|ubnd|cong an|tru so|hdnd|hoi dong nhan dan) ")
_OLD = re.compile(r" (?:cu|moi|truoc day)$")


class NameMatch(IntEnum):
    """How a matching name belongs to the commune. For equal matches the first kind wins."""

    NOW, BEFORE, DISTRICT = range(3)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A result: today's commune, and how the matched name belongs to it."""

    commune: Commune
    points: int
    named: NameMatch
    # Former units with the matched name; [] if the match is today's name or a district.
    former: list[Predecessor] = field(default_factory=list)
    district: str = ""


class _Name(NamedTuple):
    commune: Commune
    named: NameMatch
    written: str
    kind: str
    bare: str
    exact: str
    area: str
    former: Predecessor | None


class _Query(NamedTuple):
    kind: str
    bare: str
    exact: str
    area: str


def find_places(question: str) -> list[FoundPlace]:
    """Return the communes that match, best first, at most MOST_ANSWERS.

    Examples: "phuoc my, quy nhon", "P. Ngô Mây", "UBND xã Ia Mơ", "huyen chu se". If a name matches
    fully, partial and similar matches are left out.
    """
    asked = list(_readings(clean_input(question)[:LONGEST_QUESTION]))
    best: dict[str, FoundPlace] = {}
    for name in _names():
        points = max((_points(each, name) for each in asked), default=0)
        if points:
            _note(best, name, points)
    found = sorted(best.values(), key=lambda place: (-place.points, place.named))
    if found and found[0].points >= SURE:
        found = [place for place in found if place.points >= SURE]
    return found[:MOST_ANSWERS]


def _note(best: dict[str, FoundPlace], name: _Name, points: int) -> None:
    known = best.get(name.commune.code)
    former = [name.former] if name.former else []
    if known is None or (points, -name.named) > (known.points, -known.named):
        district = name.written if name.named == NameMatch.DISTRICT else ""
        best[name.commune.code] = FoundPlace(name.commune, points, name.named, former, district)
    elif (points, name.named) == (known.points, known.named):
        known.former.extend(former)


def _points(asked: _Query, name: _Name) -> int:
    points = _alike(asked, name)
    if not points:
        return 0
    if asked.area:
        points += 6 if asked.area in name.area else -25
    if asked.kind and asked.kind != name.kind:
        # A query with a unit type does not mean a whole district of that name.
        points -= 20 if name.named == NameMatch.DISTRICT else 9
    return max(points, 0)


def _alike(asked: _Query, name: _Name) -> int:
    """Return a similarity score of 0 to 100, ignoring unit type and location."""
    if asked.exact == name.exact:
        return 96
    if asked.bare == name.bare:
        return 92
    joined, own = asked.bare.replace(" ", ""), name.bare.replace(" ", "")
    if joined == own:
        return 90
    if name.bare.startswith(f"{asked.bare} "):
        return 72
    if f" {asked.bare} " in f" {name.bare} ":
        return 60
    matcher = SequenceMatcher(None, joined, own, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0
    return round(55 * ratio) if (ratio := matcher.ratio()) >= _ALIKE else 0


def _readings(question: str) -> Iterator[_Query]:
    """Yield the interpretations of a query: as one name, or as a name with a location."""
    head, _, rest = re.sub(r"[(;–]|\s-\s", ",", question, count=1).partition(",")
    area = _area(rest)
    asked = _asked(head, area)
    if not asked.bare:
        return
    yield asked
    if area:
        return
    words = head.split()
    for place in range(1, len(words)):
        behind = _area(" ".join(words[place:]))
        if behind in _areas():
            yield _asked(" ".join(words[:place]), behind)


def _asked(written: str, area: str) -> _Query:
    plain = _OLD.sub("", _BODIES.sub("", _plain(written)))
    kind, bare = _split_kind(plain)
    words = _exact(written).split()
    # As many last words as the bare name has.
    exact = " ".join(words[len(words) - len(bare.split()) :]) if words else ""
    return _Query(kind, bare, exact if exact != bare else "", area)


def _area(written: str) -> str:
    parts = [_split_kind(_OLD.sub("", _plain(part)))[1] for part in written.split(",")]
    known = [part.removeprefix("tinh ") for part in parts if part]
    return known[0] if known else ""


def _plain(written: str) -> str:
    return " ".join(_SPACES.sub(" ", fold(unify_tones(_joined(written)))).split())


def _exact(written: str) -> str:
    return " ".join(_ACCENTED_SPACES.sub(" ", unify_tones(_joined(written)).lower()).split())


def _joined(written: str) -> str:
    """Return the text without apostrophes inside names, as in "H'Bông"."""
    return re.sub(r"['\u2019\u02bc]", "", written)


def _split_kind(plain: str) -> tuple[str, str]:
    first, _, rest = plain.partition(" ")
    if rest and first in _SHORT_KINDS:
        return _SHORT_KINDS[first], rest
    for kind in _KINDS:
        if plain.startswith(f"{kind} "):
            return kind, plain.removeprefix(f"{kind} ")
    return "", plain


@cache
def _names() -> tuple[_Name, ...]:
    return tuple(name for commune in communes() for name in _names_of(commune))


def _names_of(commune: Commune) -> Iterator[_Name]:
    yield _name(commune, NameMatch.NOW, commune.name, commune.area)
    for former in commune.former:
        yield _name(commune, NameMatch.BEFORE, former.name, former.area, former)
    for district in commune.districts:
        yield _name(commune, NameMatch.DISTRICT, district, commune.province)


def _name(
    commune: Commune, named: NameMatch, written: str, area: str, former: Predecessor | None = None
) -> _Name:
    kind, bare = _split_kind(_plain(written))
    words = _exact(written).split()
    exact = " ".join(words[len(words) - len(bare.split()) :])
    return _Name(commune, named, written, kind, bare, exact, _plain(area), former)


@cache
def _areas() -> frozenset[str]:
    """Return the folded names of districts and provinces that can follow a name as its location."""
    written: Iterable[str] = (
        part for each in communes() for part in (*each.districts, each.province)
    )
    return frozenset(_area(part) for part in written)
