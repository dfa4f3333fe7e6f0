"""Parse the symbol of a document number, group by group. Pure, without Django.

Broken groups are joined if they give a known type and body (`legal_updates.numbers.broken`);
truncated symbols are judged in `legal_updates.numbers.wholeness`.
"""

import re
from typing import NamedTuple

from legal_updates.numbers import broken, symbols
from legal_updates.numbers.document_number import Symbol, make_symbol

_GROUP = re.compile(r"(?:BNN|BGD) ?& ?(?:PTNT|ĐT)(?!\w)|[^\W\d_](?:[^\W_]|&(?=[^\W_])){0,29}")
_JOINT = re.compile(r"(\s{0,3})([-/])(\s{0,3})(?=[^\W\d_])")
_NEXT_WORD = re.compile(r"\s{1,3}[^\W\d_]{1,8}")
# Laws of the first Republic, promulgated by decree: "102-SL/L-004".
_BY_DECREE = re.compile(r"SL/L[-.]?(\d{3})(?![\w/])", re.IGNORECASE)
_CUT_OFF = re.compile(r"-[^\W_]")
_DIGITS = "0123456789"
_MAX_GROUPS = 8
_TERM_LETTERS = ("Q", "q", "U", "u")


class _Next(NamedTuple):
    """The next group, its separator from the previous one, and its end."""

    joint: str
    group: str
    end: int


def read_symbol(text: str, position: int, year: int | None) -> tuple[Symbol, int] | None:
    """Return the symbol starting at `position` and its end, or None.

    `year` of the number limits the bodies that a broken group can stand for.
    """
    by_decree = _BY_DECREE.match(text, position)
    if by_decree:
        return Symbol(("SL", "L", by_decree[1]), ("/", "-")), by_decree.end()
    opening = _opening(text, position, year)
    if opening is None:
        return None
    groups, end = opening
    joints = ["-"] * (len(groups) - 1)
    while len(groups) < _MAX_GROUPS and (following := _following(text, end, groups, year)):
        groups.append(following.group)
        joints.append(following.joint)
        end = following.end
    if len(groups) == 1 and _CUT_OFF.match(text, end):
        return None  # truncated: the rest is not readable as a group
    return make_symbol([group.replace(" ", "") for group in groups], joints), end


def _opening(text: str, position: int, year: int | None) -> tuple[list[str], int] | None:
    """Return the first group (two if type and body are glued) and the end position, or None."""
    first = _group_at(text, position)
    end = position + len(first)
    # Of broken groups, only QH15 and UBTVQH15 can open a symbol.
    may_be_term = year and text[position : position + 1] in _TERM_LETTERS
    term = broken.issuer_at(text, position, year) if may_be_term else None
    if term and term.symbol[-1].isdigit() and term.end > end:
        return [term.symbol], term.end
    if first and _opens(first):
        glued = broken.split_type(first) if year else None
        return (list(glued), end) if glued else ([first], end)
    kind = broken.type_at(text, position)
    # Two separate letters are a type only before a body.
    if kind is None or _following(text, kind.end, [kind.symbol], year) is None:
        return None
    return [kind.symbol], kind.end


def _following(text: str, end: int, groups: list[str], year: int | None) -> _Next | None:
    joint = _JOINT.match(text, end)
    group = _group_at(text, joint.end()) if joint else ""
    typed = symbols.is_type(groups[0])
    if joint and group and _continues(groups, joint, group):
        stop = joint.end() + len(group)
        if len(groups) > 1 and _is_capital_word(text, group, stop):
            return None
        is_parted = typed and text[stop : stop + 1].isspace()
        whole = broken.issuer_at(text, joint.end(), year) if is_parted else None
        if whole and whole.end > stop:
            return _Next(joint[2], whole.symbol, whole.end)
        stuck = broken.split_stuck(group) if typed and not symbols.is_known_issuer(group) else ""
        return _Next(joint[2], stuck or group, joint.end() + len(stuck or group))
    if not typed or (len(groups) > 1 and groups[0].upper() not in symbols.JOINT):
        return None
    return _mended(text, end, joint, year)


def _mended(text: str, end: int, joint: re.Match[str] | None, year: int | None) -> _Next | None:
    """Return the known body after a type, whatever separates or breaks it, or None."""
    between = joint or broken.LOOSE_JOINT.match(text, end)
    if between is None:
        return None
    sign = joint[2] if joint else "-"
    whole = broken.issuer_at(text, between.end(), year)
    if whole:
        return _Next(sign, whole.symbol, whole.end)
    written = _GROUP.match(text, between.end())
    stuck = broken.split_stuck(written[0]) if written else ""
    return _Next(sign, stuck, between.end() + len(stuck)) if stuck else None


def _group_at(text: str, position: int) -> str:
    found = _GROUP.match(text, position)
    if not found or text[found.end() : found.end() + 1].isalnum():
        return ""
    return found[0]


def _opens(group: str) -> bool:
    if group.islower():
        return symbols.is_type(group) or symbols.restore(group).rstrip(_DIGITS) in symbols.STATE
    return symbols.is_type(group) or symbols.is_abbreviation(group)


def _continues(groups: list[str], joint: re.Match[str], group: str) -> bool:
    known = symbols.is_known_issuer(group) and not group.istitle()
    initials = symbols.is_abbreviation(group) or (
        groups[0].islower() and len(group) <= 10 and not symbols.is_syllable(group)
    )
    if not (known or initials):
        return False
    spaced = bool(joint[1]) + bool(joint[3])
    opening = len(groups) == 1
    if joint[2] == "/":
        return opening and not spaced
    if spaced:
        typed = symbols.is_type(groups[0]) and (opening or groups[0].upper() in symbols.JOINT)
        return typed and (known or (spaced == 1 and not symbols.is_syllable(group)))
    return True


def _is_capital_word(text: str, group: str, end: int) -> bool:
    """Return whether a group is a capitalised word, like QUY in "12/2020/TT-BTC-QUY ĐỊNH VỀ", not a
    body."""
    if symbols.is_known_issuer(group) or not symbols.is_syllable(group):
        return False
    following = _NEXT_WORD.match(text, end)
    return group.islower() or bool(following and following[0].isupper())
