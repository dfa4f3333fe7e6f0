"""Parse packed cells of the agency files: alternative names and predecessors. Pure functions."""

import re
from collections.abc import Iterable
from typing import NamedTuple

# Abbreviations in the files of the two provinces merged on 1 July 2025.
_FORMER_PROVINCES = {"GL": "Tỉnh Gia Lai", "BĐ": "Tỉnh Bình Định"}


class Predecessor(NamedTuple):
    """A body whose functions were transferred, wholly or partly. `area` is its former location, ""
    if unknown."""

    name: str
    area: str = ""
    partial: bool = False


_ALIAS = re.compile(r'(?:GSO spelling|press also) "([^"]{1,100})"|\balias ([^;"]{1,100})')
_REST = re.compile(r"^(?:phần còn lại|một phần)(?: diện tích)?(?: của)? ", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^(?P<name>[^()]+?) ?\((?P<inside>[^()]*)\)$")


def aliases_in_note(note: str) -> tuple[str, ...]:
    """Return the alternative names mentioned in a note of `agencies_2019.csv`."""
    return tuple((spelling or alias).strip() for spelling, alias in _ALIAS.findall(note))


def split_outside_brackets(text: str, separator: str) -> list[str]:
    """Split `text` at separators outside round brackets and strip each part."""
    parts, depth, start = [], 0, 0
    for position, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == separator and depth <= 0:
            parts.append(text[start:position].strip())
            start = position + 1
    return [*parts, text[start:].strip()]


def former_body(text: str) -> Predecessor:
    """Parse e.g. "Sở Tư pháp (GL)" or "Sở TTTT (báo chí, part)"; "(cũ)" stays part of the name."""
    found = _IN_BRACKETS.match(text)
    if not found:
        return Predecessor(text)
    said = [part.strip() for part in found["inside"].split(",")]
    partial = "part" in said
    rest = ", ".join(part for part in said if part != "part")
    if rest in _FORMER_PROVINCES:
        return Predecessor(found["name"], _FORMER_PROVINCES[rest], partial)
    return Predecessor(f"{found['name']} ({rest})" if rest else found["name"], "", partial)


def former_unit(text: str, place: str, province: str) -> Predecessor:
    """Parse e.g. "Phường Đống Đa (thành phố Quy Nhơn)" or "Xã An Nghĩa (phần còn lại sau khi
    …)"."""
    name = _REST.sub("", text)
    partial = name != text
    found = _IN_BRACKETS.match(name)
    if not found:
        return Predecessor(_capitalised(name), place, partial)
    if re.match(r"phần|một phần", found["inside"], re.IGNORECASE):
        return Predecessor(_capitalised(found["name"]), place, partial=True)
    area = ", ".join(part for part in (_capitalised(found["inside"]), province) if part)
    return Predecessor(_capitalised(found["name"]), area, partial)


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def distinct(predecessors: Iterable[Predecessor]) -> tuple[Predecessor, ...]:
    """Return the predecessors without duplicates, because the database has a unique constraint on
    name and area."""
    return tuple({(one.name, one.area): one for one in predecessors}.values())
