"""Measure how similar a page's name is to an agency's, in any alphabet. Pure.

The score finds names to check. It never decides what a page is: people do.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from .name_forms import NameForms, forms_of
from .page_names import (
    UNITS,
    PageName,
    bare_words,
    listed_words,
    occurrences,
    own_province,
    read_name,
    without,
)

SUSPICIOUS, SUSPICIOUS_MIXED, WATCHED = 0.9, 0.7, 0.75
# Score of a name that contains an official one, as in "Hỗ trợ Sở Tư pháp Gia Lai lấy lại tiền"; of
# one with a typo.
_CONTAINS, _MISTYPED = 0.95, 0.92
# Score of an agency's initials, which may be another agency's too: "SNV".
SHORTENED = 0.99
# Score of an agency's kind without its place; the highest score for merely similar letters.
_WITHOUT_PLACE, _LIKENESS = 0.8, 0.89
# Minimum similarity of the part that distinguishes an agency from others, or of its place.
_SAME_WORDS = 0.8
# Length from which a form is recognized anywhere in a name, and from which two typos are allowed.
_LONG_FORM, _LONGER_FORM = 8, 14
_SHORT_FORM = 3

_LONG_FORMS = {
    "stp": "so tu phap",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "pbgdpl": "pho bien giao duc phap luat",
    "mttq": "mat tran to quoc",
    "ca": "cong an",
    "tp": "thanh pho",
    "tt": "thi tran",
    "gl": "gia lai",
}
_INITIALS = ((re.compile(r"\bP\. "), "Phường "), (re.compile(r"\bX\. "), "Xã "))
# After "sở" or "phòng" the letters "tp" do not mean "thành phố" (city).
_LONG_PAIRS = {("so", "tp"): "so tu phap", ("phong", "tp"): "phong tu phap"}


class Likeness(StrEnum):
    """How a similar name is treated."""

    SUSPICIOUS = "suspicious"
    WATCH = "watch"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Similarity:
    """Similarity of a name to `official`, from 0 to 1, and whether it mixes alphabets."""

    official: str
    score: float
    is_mixed: bool

    @property
    def likeness(self) -> Likeness:
        """Return how the name is treated, by its score."""
        if self.score >= (SUSPICIOUS_MIXED if self.is_mixed else SUSPICIOUS):
            return Likeness.SUSPICIOUS
        return Likeness.WATCH if self.score >= WATCHED else Likeness.NONE


def closest(
    name: str, officials: Iterable[str], short_names: Mapping[str, Iterable[str]] | None = None
) -> Similarity | None:
    """Return the official name that is most similar to `name`, or None if `officials` is empty.

    `officials` must contain all registered names, so that an agency's own name is not mistaken for
    an imitation of another's. `short_names` maps official names to registered short names.
    """
    best, longest = None, 0
    read, mixed = read_name(name), is_mixed(name)
    for official in officials:
        forms = forms_of(official, tuple((short_names or {}).get(official, ())))
        found = Similarity(official, round(_score(read, forms), 3), mixed)
        size = len(official)
        if best is None or (found.score, size) > (best.score, longest):
            best, longest = found, size
    return best


def compare(name: str, official: str) -> Similarity:
    """Return the similarity of `name` to `official`; the score is 0 if it names another province or
    task."""
    return Similarity(
        official, round(_score(read_name(name), forms_of(official)), 3), is_mixed(name)
    )


def is_mixed(name: str) -> bool:
    """Return whether the name has letters of several alphabets."""
    alphabets = {
        unicodedata.name(char, "").split()[0]
        for char in unicodedata.normalize("NFKC", name)
        if char.isalpha()
    }
    return len(alphabets) > 1


def odd_letters(name: str) -> list[str]:
    """Return the letters that Vietnamese keyboards cannot write, without duplicates."""
    letters = dict.fromkeys(char for char in unicodedata.normalize("NFC", name) if char.isalpha())
    return [
        each
        for each in letters
        if unicodedata.normalize("NFKC", each) != each
        or not unicodedata.name(each, "").startswith("LATIN")
    ]


def words_of(name: str) -> tuple[str, ...]:
    """Return the normalized words of a name: no diacritics, look-alikes replaced, abbreviations
    expanded, decoration removed."""
    plain = name
    for short, whole in _INITIALS:
        plain = short.sub(whole, plain)
    words = bare_words(plain)
    long: list[str] = []
    for before, word in zip(["", *words], words, strict=False):
        pair = _LONG_PAIRS.get((before, word))
        if pair:
            long[-1] = pair
        else:
            long.append(_LONG_FORMS.get(word, word))
    return without(" ".join(long).split(), listed_words("finery"))


def _score(name: PageName, official: NameForms) -> float:
    """Return the similarity of a name to an official one, from 0 to 1."""
    if not name.joined or not official.whole:
        return 0.0
    if name.joined == official.whole:
        return 1.0
    if _is_elsewhere(name, official):
        return 0.0
    if official.commune:
        return max(_in_commune(name, official), _likeness(name, official))
    place = _place_in(name, official)
    if official.province and place is None:
        return _without_place(name, official)
    return max(_with_place(name, official, place or ""), _likeness(name, official))


def _is_elsewhere(name: PageName, official: NameForms) -> bool:
    """Return whether the name is about another province or, for a provincial People's Committee,
    about a commune."""
    if name.provinces and (official.province or own_province()) not in name.provinces:
        return True
    is_office_of_a_place = "uybannhandan" in official.full
    return bool(official.province and is_office_of_a_place and _has_commune(name))


def _has_commune(name: PageName) -> bool:
    return any(each.has_unit for each in name.communes)


def _place_in(name: PageName, official: NameForms) -> str | None:
    """Return the agency's province as the name writes it, with at most one typo; None if it is
    missing.

    For an agency without province in its name: the own province if the name has it, else "".
    """
    if not official.province:
        return own_province() if own_province() in name.provinces else ""
    if official.province in name.joined:
        return official.province
    return None if name.provinces else _almost(official.province, name.joined, slips=1)


def _with_place(name: PageName, official: NameForms, place: str) -> float:
    """Return the score of a name that contains the agency's place."""
    rest = _core(name, [place])
    if rest in official.bodies | official.alone and _is_told(rest, name, place):
        return _of_whole(rest, official)
    is_named = not official.province and name.holds(official.whole)
    if is_named or any(_stands_in(form, name, place) for form in official.bodies):
        return _CONTAINS
    joined = name.joined.replace(place, "", 1) if place else name.joined
    return _MISTYPED if _has_mistyped(official.full, joined) else 0.0


def _of_whole(form: str, official: NameForms) -> float:
    """Return the score of a name that consists of one form of the official name only."""
    if form in official.named or form in official.full[:1]:
        return 1.0
    return SHORTENED if form in official.bodies else _CONTAINS


def _is_told(form: str, name: PageName, place: str) -> bool:
    """Return whether a form is clear enough: three letters, or "tỉnh" and the place next to it, as
    in "CA tỉnh Gia Lai"."""
    return len(form) >= _SHORT_FORM or bool(place and name.has_province_word)


def _stands_in(form: str, name: PageName, place: str) -> bool:
    """Return whether the name contains a form: a long one anywhere, a short one next to the
    place."""
    if len(form) >= _LONG_FORM:
        return name.holds(form)
    if not place or not _is_told(form, name, place):
        return False
    return any(
        at in name.bounds and (at + len(form + place) in name.bounds or len(form) > _SHORT_FORM)
        for pair in (form + place, place + form)
        for at in occurrences(pair, name.joined)
    )


def _without_place(name: PageName, official: NameForms) -> float:
    """Return the score of a name without any place that consists of the agency's kind only; else
    0."""
    if name.provinces or name.communes:
        return 0.0
    rest = _core(name, [])
    is_whole = rest in official.full or (rest in official.bodies and len(rest) > _SHORT_FORM)
    return _WITHOUT_PLACE if is_whole else 0.0


def _in_commune(name: PageName, official: NameForms) -> float:
    """Return the score of a name compared with an office of a commune, whose place must be in
    it."""
    spans = [each for each in name.communes if each.place == official.commune]
    if not spans:
        return 0.0
    rest = _core(name, [own_province()], official.commune)
    if not rest and spans[0].has_unit:
        return 1.0
    bodies = {form for form in official.bodies if len(form) >= _SHORT_FORM}
    if rest in bodies:
        return _of_whole(rest, official)
    before = name.joined[: spans[0].start]
    for unit in ("phuong", "xa", "p", "x"):
        if any(before.endswith(form + unit) for form in bodies):
            return _CONTAINS
    if any(len(form) >= _LONG_FORM and name.holds(form) for form in bodies):
        return _CONTAINS
    return _MISTYPED if _has_mistyped(official.full, before) else 0.0


def _core(name: PageName, places: list[str], commune: str = "") -> str:
    """Return the rest of a name, joined, without places, units and decoration."""
    joined = " ".join(name.words)
    for place in [*places, commune]:
        if place:
            joined = re.sub(r"\b" + " ?".join(place) + r"\b", " ", joined, count=1)
    words = without(joined.split(), listed_words("finery"))
    drop = UNITS if commune else frozenset({"t"})
    return "".join(word for word in words if word not in drop)


def _has_mistyped(forms: Iterable[str], text: str) -> bool:
    """Return whether the text contains a long form with one typo, or a very long one with two."""
    return any(
        _almost(form, text, slips=1 + (len(form) >= _LONGER_FORM))
        for form in forms
        if len(form) >= _LONG_FORM
    )


def _almost(form: str, text: str, *, slips: int) -> str | None:
    """Return the part of a text that equals `form` except for at most `slips` typos, or None."""
    for size in range(len(form) - slips, len(form) + slips + 1):
        for at in range(max(len(text) - size, 0) + 1):
            part = text[at : at + size]
            if part[:1] == form[:1] and _distance(form, part, slips) <= slips:
                return part
    return None


def _distance(one: str, other: str, most: int) -> int:
    """Return the edit distance of two texts, at most `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        last, row[0] = row[0], at
        for to, second in enumerate(other, start=1):
            last, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, last + (letter != second))
        if min(row) > most:
            return most + 1
    return row[-1]


def _likeness(name: PageName, official: NameForms) -> float:
    """Return the similarity of the letters, limited to _LIKENESS: suspicious only with mixed
    alphabets."""
    whole = official.full[0] + (official.province or official.commune)
    if not _tells_the_same(official, name.joined):
        return 0.0
    matcher = SequenceMatcher(None, whole, name.joined, autojunk=False)
    if matcher.quick_ratio() < SUSPICIOUS_MIXED:
        return 0.0
    return min(_LIKENESS, matcher.ratio())


def _tells_the_same(official: NameForms, theirs: str) -> bool:
    """Return whether `theirs` contains something similar to what distinguishes the agency from
    others."""
    telling = official.commune or official.full[0]
    if telling in theirs:
        return True
    if official.commune:
        return False
    size = len(telling)
    windows = (theirs[at : at + size + 1] for at in range(max(len(theirs) - size, 0) + 1))
    # `ratio` is expensive; `quick_ratio` is an upper bound that excludes most parts of a long name
    # cheaply.
    matchers = (SequenceMatcher(None, telling, window, autojunk=False) for window in windows)
    return any(
        each.quick_ratio() >= _SAME_WORDS and each.ratio() >= _SAME_WORDS for each in matchers
    )
