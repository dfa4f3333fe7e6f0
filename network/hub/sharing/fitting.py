"""What of a text fits on one sheet of A4; pure.

Lengths are in lines of one of the two columns, counted on the careful side: what is cut here ends
with a sentence, what the style sheet would cut does not.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Characters in a line, of the widest letters that systems show: of a column, of a heading in it,
# across the sheet, of the title.
IN_COLUMN, IN_HEADING, ACROSS, IN_TITLE = 42, 35, 76, 36
# Lines of a column on a sheet that says nothing else, and of the smallest foot: its QR code.
SHEET_LINES, FOOT_LINES = 43.5, 9.5
_AFTER_PARAGRAPH, _AROUND_HEADING = 0.5, 0.9
_SENTENCE = re.compile(r".+?[.!?…:;](?=\s|$)|.+$", re.DOTALL)
FIRST_SENTENCES = 2
# Fill ratio below which letters 1.25 times as large still fit (1.25 squared is 1.56).
ROOMY = 0.6


@dataclass(frozen=True, slots=True)
class TextPart:
    """One part of a text: its heading, "" for none, and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FittedText:
    """The points that fit, whether something was left out, and whether there is room to spare."""

    points: tuple[TextPart, ...]
    is_cut: bool
    # Whether the text is short enough for large letters.
    is_roomy: bool = False


def available_lines(*, title: str, lead: Iterable[str], documents: int = 0) -> float:
    """Return the lines that both columns hold together between what stands above and the foot.

    Above stand the title and the `lead`, in the foot so many documents besides whom to ask.
    """
    above = 1.8 * _lines(title, IN_TITLE) + sum(1.15 * _lines(each, ACROSS) + 0.4 for each in lead)
    foot = max(FOOT_LINES, 0.95 * (documents + 8))
    return 2 * max(0.0, SHEET_LINES - above - foot)


def fit_parts(points: Sequence[TextPart], *, lines: float) -> FittedText:
    """Return as much of the points, in their order, as `lines` hold.

    Where not all of it fits, each point keeps its first sentences first; what room is left goes to
    the points from the first on.
    """
    whole = sum(map(_cost, points))
    if whole <= lines:
        return FittedText(tuple(points), is_cut=False, is_roomy=whole <= ROOMY * lines)
    chosen: list[TextPart] = []
    left = lines
    for each in map(_begun, points):
        if _cost(each) > left:
            break
        chosen.append(each)
        left -= _cost(each)
    if not chosen and points:
        return FittedText(_cut_off(points[0], lines), is_cut=True)
    for place, short in enumerate(chosen):
        more = _cost(points[place]) - _cost(short)
        if more <= left:
            chosen[place], left = points[place], left - more
    return FittedText(tuple(chosen), is_cut=True)


def _begun(point: TextPart) -> TextPart:
    """Return the heading with the first sentences below it."""
    first = " ".join(point.paragraphs[:1])
    sentences = [each.strip() for each in _SENTENCE.findall(first)][:FIRST_SENTENCES]
    return TextPart(point.heading, (" ".join(sentences),) if sentences else ())


def _cut_off(point: TextPart, lines: float) -> tuple[TextPart, ...]:
    """Return the beginning of one endless paragraph, as many words as fit."""
    room = int((lines - 3) * IN_COLUMN)
    if room <= 0 or not point.paragraphs:
        return ()
    words = point.paragraphs[0][:room].rsplit(" ", 1)[0]
    return (TextPart(point.heading, (f"{words.rstrip(' ,;:')}…",)),)


def _cost(point: TextPart) -> float:
    heading = _lines(point.heading, IN_HEADING) * 1.1 + _AROUND_HEADING if point.heading else 0
    return heading + sum(_lines(each, IN_COLUMN) + _AFTER_PARAGRAPH for each in point.paragraphs)


def _lines(text: str, width: int) -> int:
    return math.ceil(len(text) / width)
