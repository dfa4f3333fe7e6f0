"""Recognise headings and lists that were typed without a style. Pure.

The conventions are those of Vietnamese official texts: "Chương I", "I.", "Điều 1.", "1." in bold,
short bold lines; "-" and "+" before the items of a list.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from .manuscript import RemarkKind
from .pieces import Bullet, Line, Piece, plain_of

LONGEST_HEADING = 150
_SHORT, _SHORTER = 120, 80
_END = re.compile(r"[.;,:…]$")
_PART = re.compile(r"(?i)(?:phần|chương)\s+(?:thứ\s+\w+|[ivxlc]+|\d+)\b")
_SECTION = re.compile(r"(?i)(?:mục|tiểu mục)\s+\d+\b")
_ROMAN = re.compile(r"[IVX]{1,6}[.)]\s+\S")
_ARTICLE = re.compile(r"Điều\s+\d+[a-zđ]?(?:[.:]\s*\S|$)")
_DASH = re.compile(r"\s*([-–−•*+])\s+")


def guess_headings(pieces: list[Piece]) -> None:
    """Give a level to the lines that look like headings, each with a doubt.

    Where the document has headings of its own, they are subheadings.
    """
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    ranks = [(line, rank) for line in lines if (rank := _rank(line)) is not None]
    highest = min((rank for _line, rank in ranks), default=0)
    styled = [line.level for line in lines if line.level]
    below = max(styled, default=0) and min(styled) + 1
    for line, rank in ranks:
        line.level = below or (1 if rank == highest else 2)
        line.note(RemarkKind.GUESSED_HEADING, 1, plain_of(line.spans))


def _rank(line: Line) -> int | None:
    """Return how high a heading the line looks like (0 is highest), or None if it is none."""
    text = plain_of(line.spans)
    if line.label:
        text = f"{line.label} {text}"
    blocked = line.level or line.is_title or line.is_caption or line.bullet or line.pictures
    if blocked or not text or len(text) > _SHORT:
        return None
    capitals = text.isupper()
    stands_out = line.is_bold or (capitals and line.is_centred)
    if _PART.match(text) and (stands_out or capitals or len(text) <= _SHORTER):
        return None if _END.search(text) else 0
    if _END.search(text):
        return None
    if _SECTION.match(text) and stands_out:
        return 1
    if _ROMAN.match(text) and (stands_out or capitals or len(text) <= _SHORTER):
        return 2
    if _ARTICLE.match(text):
        return 3
    return 4 if stands_out and not _DASH.match(text) and any(map(str.isalpha, text)) else None


def read_typed_lists(pieces: list[Piece]) -> None:
    """Make list items of neighbouring lines that begin with a dash, each with a doubt."""
    for number, lines in enumerate(_dashed(pieces)):
        seen_dash = False
        for line in lines:
            text = line.spans[0].text
            mark = _DASH.match(text)
            assert mark  # noqa: S101 - _dashed() gives only such lines
            is_plus = mark[1] == "+"
            seen_dash = seen_dash or not is_plus
            line.bullet = Bullet(False, int(is_plus and seen_dash), f"typed {number}")
            line.spans[0] = replace(line.spans[0], text=text[mark.end() :])
            line.note(RemarkKind.TYPED_LIST, 1, plain_of(line.spans))


def _dashed(pieces: list[Piece]) -> Iterator[list[Line]]:
    """Yield each group of at least two neighbouring lines that begin with a dash."""
    group: list[Line] = []
    for piece in [*pieces, Line()]:
        if isinstance(piece, Line) and _is_dashed(piece):
            group.append(piece)
            continue
        if len(group) > 1:
            yield group
        group = []


def _is_dashed(line: Line) -> bool:
    usual = not (line.level or line.bullet or line.label or line.is_title)
    return usual and bool(line.spans) and _DASH.match(line.spans[0].text) is not None
