"""Recognise headings and lists that were typed without a style. Pure.

The conventions are those of Vietnamese official texts: "Chương I", "I.", "Điều 1.", "1." in bold,
short bold, larger or centred lines; "-" and "+" before the items of a list.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .manuscript import RemarkKind
from .pieces import Bullet, Line, Piece, plain_of

LONGEST_HEADING = 150
_SHORT, _SHORTER, _LONGEST_ARTICLE = 120, 80, 200
_END = re.compile(r"[.;,:…]$")
_PART = re.compile(r"(?i)(?:phần|chương)\s+(?:thứ\s+\w+|[ivxlc]+|\d+)\b")
_SECTION = re.compile(r"(?i)(?:mục|tiểu mục)\s+(?:\d+|[ivx]+)\b|(?-i:[A-HJ-UWYZĐ])\.\s+\S")
_ROMAN = re.compile(r"[IVX]{1,6}[.)]\s+\S")
_ARTICLE = re.compile(r"(?i:điều)\s+\d+[a-zđ]?(?:[.:]\s*\S|[.:]?$)")
_NUMBER = re.compile(r"\d{1,2}((?:\.\d{1,2})*)[.)]?\s+\S")
# A heading of these alone is named by the line below it: "Chương I", then "QUY ĐỊNH CHUNG".
_BARE = re.compile(r"(?i)(?:phần|chương|mục|tiểu mục)\s+(?:thứ\s+\w+|[ivxlc]+|\d+)[.:]?")
_BARE_LABEL = re.compile(r"(?i)(?:phần|chương|mục|tiểu mục|điều)\s+(?:thứ\s+\w+|\w+)[.:]$")
_MOTTO = re.compile(r"(?i)độc lập\s*[-–—]\s*tự do\s*[-–—]\s*hạnh phúc")
_NATION = re.compile(r"(?i)cộng h(?:òa|oà) xã hội chủ nghĩa việt nam")
# Who signs: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH".
_SIGNED = re.compile(r"(?:TM|KT|TL|TUQ)\.\s")
_DASH = re.compile(r"\s*([-–−•*+])\s+")
# The motto stands within so many lines or tables from the beginning.
_LETTERHEAD = 12
# A document is bold as a whole from this share of letters on.
_MOSTLY = 0.8
# Letters are larger than the text from this ratio on.
_LARGER = 1.15
# Ranks of headings; what only stands out is below all that are named by a word.
_PART_RANK, SECTION_RANK, _ROMAN_RANK, ARTICLE_RANK, _LOOK_RANK = 0.0, 1.0, 2.0, 3.0, 4.0


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A line that looks like a heading, at an index of the pieces. A lower rank is higher."""

    line: Line
    rank: float
    at: int


def is_letterhead(text: str) -> bool:
    """Return whether a line is the name of the state or its motto, which head official texts."""
    return bool(_MOTTO.search(text) or _NATION.search(text))


def is_bare(text: str) -> bool:
    """Return whether a heading is only a number, and its name is on the line below: "Chương I"."""
    return _BARE.fullmatch(text) is not None


def named_rank(text: str, *, stands_out: bool) -> float | None:
    """Return the rank of a line that a word or number names as a heading ("Chương I", "Điều 1."),
    None for other lines. `stands_out` means bold, larger or centred letters."""
    if _ARTICLE.match(text) and len(text) <= (_LONGEST_ARTICLE if stands_out else _SHORT):
        return ARTICLE_RANK if _may_end(text) else None
    if len(text) > _SHORT or not _may_end(text):
        return None
    likely = stands_out or text.isupper() or len(text) <= _SHORTER
    if _PART.match(text) and likely:
        return _PART_RANK
    if _SECTION.match(text) and (stands_out or _BARE.fullmatch(text)):
        return SECTION_RANK
    return _ROMAN_RANK if _ROMAN.match(text) and likely else None


def guess_headings(pieces: list[Piece], *, depth: int = 2) -> None:
    """Give a level to the lines that look like headings, each with a doubt.

    At most `depth` levels. Where the document has headings of its own, they are subheadings.
    """
    _free_numbered_headings(pieces)
    ranked = _raised(_ranked(pieces))
    order = sorted({each.rank for each in ranked})
    styled = [piece.level for piece in pieces if isinstance(piece, Line) and piece.level]
    below = max(styled, default=0) and min(styled) + 1
    for each in ranked:
        each.line.level = below or min(order.index(each.rank) + 1, depth)
        each.line.note(RemarkKind.GUESSED_HEADING, 1, plain_of(each.line.spans))


def _ranked(pieces: list[Piece]) -> list[_Ranked]:
    """Return the lines that look like headings, except those of the letterhead and signatures."""
    usual = _usual(pieces)
    begin = _end_of_letterhead(pieces)
    found = [
        _Ranked(piece, rank, at)
        for at, piece in enumerate(pieces)
        if at >= begin and isinstance(piece, Line) and (rank := _rank(piece, usual)) is not None
    ]
    last = _signature(found, len(pieces))
    return found[: len(found) - last]


def _signature(found: list[_Ranked], count: int) -> int:
    """Return how many of the lines at the end are a signature: nothing follows them, and they are
    several or centred."""
    last = 0
    while last < len(found) and found[-1 - last].at == count - 1 - last:
        last += 1
    return last if last > 1 or (last and found[-1].line.is_centred) else 0


def _end_of_letterhead(pieces: list[Piece]) -> int:
    """Return the index after the national motto, 0 if the document does not begin with it."""
    for at, piece in enumerate(pieces[:_LETTERHEAD]):
        if isinstance(piece, Line) and _MOTTO.search(plain_of(piece.spans)):
            return at + 1
    return 0


def _raised(ranked: list[_Ranked]) -> list[_Ranked]:
    """Return the headings. The lines of the title, and the line that names a bare "Chương I", have
    no word that gives them a rank: they get the rank of the chapters."""
    highest = min((each.rank for each in ranked if each.rank <= ARTICLE_RANK), default=None)
    raised: list[_Ranked] = []
    seen_named = highest is None
    for each in ranked:
        is_named = each.rank <= ARTICLE_RANK
        seen_named = seen_named or is_named
        before = raised[-1] if raised and raised[-1].at == each.at - 1 else None
        if highest is not None and not seen_named:
            each = replace(each, rank=highest)
        elif (
            before and before.at == each.at - 1 and not is_named and is_bare(_written(before.line))
        ):
            each = replace(each, rank=before.rank)
        raised.append(each)
    return raised


def _written(line: Line) -> str:
    """Return the text of a line with its number."""
    text = plain_of(line.spans)
    return f"{line.label} {text}" if line.label else text


@dataclass(frozen=True, slots=True)
class _Usual:
    """How most letters of the document look: size in half points (0 if unknown), and bold."""

    size: int
    bold: bool


def _usual(pieces: list[Piece]) -> _Usual:
    letters: dict[int, int] = {}
    bold = 0
    for line in (piece for piece in pieces if isinstance(piece, Line)):
        length = len(plain_of(line.spans))
        letters[line.size] = letters.get(line.size, 0) + length
        bold += length if line.is_bold else 0
    size = max(letters, key=lambda each: letters[each], default=0)
    return _Usual(size, bold > _MOSTLY * sum(letters.values()))


def _rank(line: Line, usual: _Usual) -> float | None:
    """Return how high a heading the line looks like (0 is highest), or None if it is none."""
    text = _written(line)
    blocked = line.level or line.is_title or line.is_caption or line.is_contents or line.bullet
    if blocked or line.pictures or not text or is_letterhead(text):
        return None
    capitals = text.isupper()
    larger = line.size / usual.size if usual.size and line.size else 1.0
    is_bold = line.is_bold and not usual.bold
    stands_out = is_bold or larger >= _LARGER or (capitals and line.is_centred)
    if (named := named_rank(text, stands_out=stands_out)) is not None:
        return named
    if len(text) > _SHORT or not _may_end(text) or _SIGNED.match(text):
        return None
    if not stands_out or _DASH.match(text) or not any(map(str.isalpha, text)):
        return None
    return _look_rank(text, larger)


def _may_end(text: str) -> bool:
    """Return whether a heading may end as the text does: no stop, or only after its number."""
    return not _END.search(text) or _BARE_LABEL.fullmatch(text) is not None


def _look_rank(text: str, larger: float) -> float:
    """Return the rank of a line that stands out: larger letters first, then by its number."""
    if larger >= _LARGER:
        return _LOOK_RANK - min(0.9, round(larger - 1, 1))
    number = _NUMBER.match(text)
    return _LOOK_RANK + (number[1].count(".") if number else 0)


def _free_numbered_headings(pieces: list[Piece]) -> None:
    """Turn automatically numbered lines in bold into headings with a number, where text follows.

    Several bold lines of one list below each other are a list.
    """
    for at, piece in enumerate(pieces[:-1]):
        bullet = piece.bullet if isinstance(piece, Line) else None
        if not isinstance(piece, Line) or bullet is None or not (bullet.ordered and piece.is_bold):
            continue
        near = [pieces[at + 1], pieces[at - 1] if at else None]
        if not any(isinstance(each, Line) and each.bullet for each in near):
            piece.label, piece.bullet = f"{bullet.value}.", None


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
