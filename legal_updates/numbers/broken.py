"""Parse symbols broken by a line end, blank or wrong separator. Pure, without Django.

Scans, narrow table cells and typing errors give "NĐ CP", "TT-BNN PTNT", "QH 15", "N Đ-CP". Pieces
are joined only if they give a known type or body.
"""

import re
from collections.abc import Set
from functools import cache
from typing import NamedTuple

from legal_updates.numbers import symbols
from legal_updates.numbers.wholeness import is_in_use, terms
from network.core.text import strip_marks

# Separators accepted between two groups: "NĐ CP", "NĐ.CP", "NĐ--CP", "NĐ = CP".
LOOSE_JOINT = re.compile(r"\s{0,2}[-–._=~]\s{0,2}-?\s{0,2}|\s{1,2}")
# "TT-BNN & PTNT": the "&" is part of the body's name.
_PIECE = re.compile(r"(?P<gap>\s{0,2}(?:&\s{0,2})?)(?P<letters>[^\W_]{1,14})")
_MOST_PIECES = 4
_BROKEN_FIGURE = re.compile(r"(?:\bsố|\bso)\s{0,2}[:.]?\s{0,2}(?P<figure>\d{1,4})\s{1,2}$", re.I)
_LONGEST_NUMBER = 5


class Token(NamedTuple):
    """A type or body in its exact spelling, with its end position in the text."""

    symbol: str
    end: int


def type_at(text: str, position: int) -> Token | None:
    """Return the type abbreviation that whitespace breaks at `position`: "N Đ", "T\\nT"."""
    found = _joined(text, position, frozenset(symbols.TYPES_BY_FOLD))
    if found is None or found.pieces < 2:
        return None
    return Token(symbols.TYPES_BY_FOLD[found.folded], found.end)


def issuer_at(text: str, position: int, year: int | None) -> Token | None:
    """Return the longest known body in use in `year` that starts at `position`, broken or not, or
    None."""
    if not (found := _joined(text, position, _issuers_of(year))):
        return None
    return Token(symbols.restore(found.folded), found.end)


def split_stuck(group: str) -> str:
    """Return the body of a group followed by a word or footnote ("CPngày", "CP1"), or ""."""
    bare = group.rstrip("0123456789")
    if bare != group and bare in symbols.ISSUERS:
        return bare
    for end in range(len(group) - 1, 1, -1):
        if group[end:].islower() and group[:end] in symbols.ISSUERS:
            return group[:end]
    return ""


def split_type(group: str) -> tuple[str, str] | None:
    """Return type and body of a group without hyphen, e.g. ("TT", "BTC") for "TTBTC", or None."""
    folded = strip_marks(group).lower()
    if folded in symbols.ISSUERS_BY_FOLD or folded in symbols.TYPES_BY_FOLD:
        return None
    for end in range(2, 5):
        body = folded[end:]
        if folded[:end] in symbols.TYPES_BY_FOLD and body in symbols.ISSUERS_BY_FOLD:
            return symbols.TYPES_BY_FOLD[folded[:end]], symbols.ISSUERS_BY_FOLD[body]
    return None


def figure_before(text: str, start: int) -> str:
    """Return the first part of a number broken at `start`: "16" in "số 16\\n8/2024/NĐ-CP"."""
    found = _BROKEN_FIGURE.search(text, max(0, start - 20), start)
    return found["figure"] if found else ""


class _Joined(NamedTuple):
    folded: str
    end: int
    pieces: int


def _joined(text: str, position: int, known: Set[str]) -> _Joined | None:
    """Return the longest known token starting at `position`, ignoring blanks inside, or None."""
    folded, best = "", None
    for pieces in range(1, _MOST_PIECES + 1):
        piece = _PIECE.match(text, position)
        if not piece or (pieces == 1 and piece["gap"]) or not _is_initials(piece["letters"]):
            break
        folded += strip_marks(piece["letters"]).lower()
        position = piece.end()
        if folded in known and not text[position : position + 1].isalnum():
            best = _Joined(folded, position, pieces)
    return best


def _is_initials(piece: str) -> bool:
    """Return whether a piece may be part of an abbreviation, not an ordinary word."""
    if piece.islower():
        return len(piece) > 1 and not symbols.is_syllable(piece)
    has_small = any(char.islower() for char in piece)
    return not (has_small and piece.istitle() and len(piece) > 2)


@cache
def _issuers_of(year: int | None) -> frozenset[str]:
    """Return the folded symbols of the bodies in use in `year`."""
    known = {*symbols.ISSUERS, *terms()}
    return frozenset(strip_marks(each).lower() for each in known if is_in_use(each, year))
