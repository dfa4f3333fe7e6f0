"""Which commune or ward of today a visitor means by an old or a new name. Pure: no database.

The names are a few hundred, so each is held against what was typed: whole first, then its
beginning, then what is written much like it.
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
# From here on a name is what was typed, but for accents, spaces or its kind; below, a guess.
SURE = 80
# How alike two writings must be at least.
_ALIKE = 0.78
_SPACES = re.compile(r"[^a-z0-9]+")
_ACCENTED_SPACES = re.compile(r"[\W_]+")
_KINDS = ("thi tran", "phuong", "xa", "thanh pho", "thi xa", "huyen")
# Short writings of a kind, where words follow.
_SHORT_KINDS = {"p": "phuong", "x": "xa", "tt": "thi tran", "tp": "thanh pho", "tx": "thi xa"}
_SHORT_KINDS |= {"h": "huyen", "q": "huyen"}
_BODIES = re.compile(r"^(?:uy ban nhan dan|ubnd|cong an|tru so|hdnd|hoi dong nhan dan) ")
_OLD = re.compile(r" (?:cu|moi|truoc day)$")


class NameMatch(IntEnum):
    """How a name belongs to a commune; of names alike the first is meant."""

    NOW, BEFORE, DISTRICT = range(3)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """An answer: the commune of today, and which of its names was meant by what was typed."""

    commune: Commune
    points: int
    named: NameMatch
    # The units of before that bear the name, [] where today's name or the district is meant.
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
    """Return the communes meant, the likeliest first, at most MOST_ANSWERS; [] for nothing alike.

    "phuoc my, quy nhon", "P. Ngô Mây", "UBND xã Ia Mơ" and "huyen chu se" all are questions. Where
    a name fits, what only begins so or sounds alike is left out.
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
        # Who says what kind it is means no whole district of that name.
        points -= 20 if name.named == NameMatch.DISTRICT else 9
    return max(points, 0)


def _alike(asked: _Query, name: _Name) -> int:
    """Return how surely the name is meant, kind and place apart, out of 100."""
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
    """Yield the ways to read a question: as one name, or as a name and where it lies."""
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
    # As many of the last words as the bare name has.
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
    """Return it without the apostrophes inside of names: "H'Bông"."""
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
    """Return what may stand behind a name to say where it lies: districts, provinces."""
    written: Iterable[str] = (
        part for each in communes() for part in (*each.districts, each.province)
    )
    return frozenset(_area(part) for part in written)
