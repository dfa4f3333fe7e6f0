"""How like an agency's the name of a page is, whatever letters it is written in. Pure.

A measure that finds names worth a look. It never says what a page is: that is for people.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from network.core.text import clean_input, fold

SUSPICIOUS, SUSPICIOUS_MIXED, WATCHED = 0.9, 0.7, 0.75
# A name around an official one, as in "Hỗ trợ Sở Tư pháp Gia Lai lấy lại tiền".
_CONTAINS = 0.95
# How like each other must be what tells one agency from its neighbours, or the place it is in.
_SAME_WORDS = 0.8

# Letters of other alphabets that look like Latin ones (Unicode, confusables.txt, a choice).
_LOOK_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХЅІЈаекморсухѕіјһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυ",
    "ABEKMHOPCTYXSIJaekmopcyxsijhdqwABEZHIKMNOPTYXaivopu",
)
_IN_WORDS = str.maketrans("0135@$", "oiesas")
_WORD = re.compile(r"[a-z0-9@$]+")
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
_PROVINCES = Path(__file__).resolve().parent / "data" / "provinces.csv"
_INITIALS = ((re.compile(r"\bP\. "), "Phường "), (re.compile(r"\bX\. "), "Xã "))
# After "sở" or "phòng" two letters are no town.
_LONG_PAIRS = {("so", "tp"): "so tu phap", ("phong", "tp"): "phong tu phap"}
_DECORATION = re.compile(
    r"\b(?:official|offical|chinh thuc|trang thong tin|cong thong tin|cong tiep nhan|cong dich vu"
    r"|dich vu cong|thong tin|tiep nhan|ho so|ho tro|fanpage|fan page|page|facebook|zalo|oa|trang"
    r"|kenh|group|nhom|vn|viet nam|online|truc tuyen|24h|24 7|news|tin tuc|tinh|cua)\b"
)
# What names of many agencies share: it tells none from another.
_SHARED = frozenset(
    {
        *("so", "phong", "ban", "uy", "nhan", "dan", "phuong", "xa", "thi", "thanh", "pho"),
        *("tran", "huyen", "van", "hoi"),
    }
)


class Likeness(StrEnum):
    """What a name deserves."""

    SUSPICIOUS = "suspicious"
    WATCH = "watch"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Similarity:
    """How like `official` a name is, from 0 to 1, and whether it mixes alphabets."""

    official: str
    score: float
    is_mixed: bool

    @property
    def likeness(self) -> Likeness:
        """Return what it deserves."""
        if self.score >= (SUSPICIOUS_MIXED if self.is_mixed else SUSPICIOUS):
            return Likeness.SUSPICIOUS
        return Likeness.WATCH if self.score >= WATCHED else Likeness.NONE


def closest(name: str, officials: Iterable[str]) -> Similarity | None:
    """Return the official name that `name` is most like; None where there are none.

    All registered names belong into `officials`: what is one agency's own name is then never taken
    for a likeness of its neighbour's.
    """
    best = None
    for official in officials:
        found = compare(name, official)
        if best is None or found.score > best.score:
            best = found
        if found.score == 1:
            break
    return best


def compare(name: str, official: str) -> Similarity:
    """Return how like `official` `name` is; 0 where it names another province or other work."""
    ours, theirs = words_of(official), words_of(name)
    return Similarity(official, round(_score(ours, theirs), 3), is_mixed(name))


@lru_cache(maxsize=4096)
def is_mixed(name: str) -> bool:
    """Return whether letters of more than one alphabet stand in it."""
    alphabets = {
        unicodedata.name(char, "").split()[0]
        for char in unicodedata.normalize("NFKC", name)
        if char.isalpha()
    }
    return len(alphabets) > 1


def odd_letters(name: str) -> list[str]:
    """Return the letters that no Vietnamese keyboard writes, each once."""
    letters = dict.fromkeys(char for char in unicodedata.normalize("NFC", name) if char.isalpha())
    return [
        each
        for each in letters
        if unicodedata.normalize("NFKC", each) != each
        or not unicodedata.name(each, "").startswith("LATIN")
    ]


def read_look_alikes(name: str) -> str:
    """Return a name with letters of other alphabets read as the Latin ones they look like."""
    return unicodedata.normalize("NFKC", clean_input(name)).translate(_LOOK_ALIKE)


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the bare words of a name: no marks, look-alikes read, short forms long, no finery."""
    plain = read_look_alikes(name)
    for short, whole in _INITIALS:
        plain = short.sub(whole, plain)
    words = [_as_letters(word) for word in _WORD.findall(fold(_parted(plain)))]
    long: list[str] = []
    for before, word in zip(["", *words], words, strict=False):
        pair = _LONG_PAIRS.get((before, word))
        if pair:
            long[-1] = pair
        else:
            long.append(_LONG_FORMS.get(word, word))
    bare = _DECORATION.sub(" ", " ".join(long)).split()
    return tuple(bare)


def _parted(name: str) -> str:
    """Part words that a capital letter begins: "GiaLai", "SoTuPhap"."""
    pairs = zip(name, f"{name[1:]} ", strict=True) if name else ()
    return "".join(f"{a} " if a.islower() and b.isupper() else a for a, b in pairs)


def _as_letters(word: str) -> str:
    """Read figures among letters as the letters they stand for; a number stays one."""
    return word.translate(_IN_WORDS) if re.search("[a-z]", word) and word != "24h" else word


def _score(ours: tuple[str, ...], theirs: tuple[str, ...]) -> float:
    if not ours or not theirs:
        return 0.0
    joined, other = "".join(ours), "".join(theirs)
    if joined == other or sorted(ours) == sorted(theirs):
        return 1.0
    if _is_elsewhere(joined, other) or not _tells_the_same(ours, other):
        return 0.0
    if joined in other or set(ours) <= set(theirs):
        return _CONTAINS
    return max(_ratio(joined, other), _ratio("".join(sorted(ours)), "".join(sorted(theirs))))


def _is_elsewhere(ours: str, theirs: str) -> bool:
    """Return whether `theirs` names another province and not the one of `ours`."""
    own = {each for each in _SKELETONS if each in ours}
    named = {each for each in _SKELETONS if each in theirs}
    return bool(named) and not own & named


def _province_names() -> tuple[str, ...]:
    """Return provinces and cities of today and of before 1 July 2025, each one bare word.

    Nghị quyết 202/2025/QH15: 34 of them since.
    """
    with _PROVINCES.open(encoding="utf-8", newline="") as file:
        return tuple(fold(row["name"]).replace(" ", "") for row in csv.DictReader(file))


_SKELETONS = _province_names()


def _tells_the_same(ours: tuple[str, ...], theirs: str) -> bool:
    """Return whether `theirs` has, somewhere, what tells `ours` from its neighbours."""
    telling = "".join(word for word in ours if word not in _SHARED)
    for place in _SKELETONS:
        if telling != place:
            telling = telling.replace(place, "")
    if not telling or telling in theirs:
        return True
    size = len(telling)
    windows = (theirs[at : at + size + 1] for at in range(max(len(theirs) - size, 0) + 1))
    # The measure is dear, what bounds it is cheap, and most of a long name is far from it.
    matchers = (SequenceMatcher(None, telling, window, autojunk=False) for window in windows)
    return any(
        each.quick_ratio() >= _SAME_WORDS and each.ratio() >= _SAME_WORDS for each in matchers
    )


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
