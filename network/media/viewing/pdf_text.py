"""Combine the lines of a printed page into headings, paragraphs and lists. Pure."""

import re
from dataclasses import dataclass
from html import escape
from itertools import pairwise, zip_longest
from unicodedata import normalize

from .results import ReadingPart

_BULLET = re.compile(r"^[•●▪◦‣∙·*–—+\uf0b7-]\s+")
_NUMBERED = re.compile(r"^(\d{1,3})[.)]\s+")
# Minimum line height of a subheading and of a main heading, relative to the body text.
_HIGH, _HIGHER = 1.12, 1.4
_LONGEST_HEADING = 160
_SENTENCE_END = (".", ",", ";", ":")
# A line that fills less of its column ends a paragraph; the second limit is for a line that ends a
# sentence.
_SHORT, _SHORT_SENTENCE = 0.75, 0.9
_STOPS = (".", ";", ":", "?", "!")
# Maximum distance of lines in a paragraph, as a multiple of the line height.
_GAP = 1.7

# Left and right edge of a column.
Edges = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A printed line: its edges in points from the lower left corner, and its height."""

    text: str
    left: float
    right: float
    top: float
    height: float
    bold: bool = False


@dataclass(slots=True)
class Paragraph:
    """A heading, paragraph or list item, with its HTML tag."""

    tag: str
    text: str
    # Printed number of a list item.
    number: str = ""
    first: bool = True
    last: bool = True

    @property
    def html(self) -> str:
        """Return the HTML. The first and last items also open and close the list."""
        if self.tag != "li":
            return f"<{self.tag}>{escape(self.text)}</{self.tag}>"
        kind = "ol" if self.number else "ul"
        item = f'<li value="{self.number}">' if self.number else "<li>"
        before, after = f"<{kind}>" if self.first else "", f"</{kind}>" if self.last else ""
        return f"{before}{item}{escape(self.text)}</li>{after}"


def paragraphs(lines: list[PrintedLine]) -> list[Paragraph]:
    """Return the lines as headings, paragraphs and list items in reading order."""
    found: list[Paragraph] = []
    usual = _usual_height(lines)
    before: PrintedLine | None = None
    for line, column in zip(lines, _columns(lines, usual), strict=True):
        tag = _tag(line, usual)
        if before and found and _goes_on(before, line, found[-1], tag, column):
            found[-1].text += f" {normalize('NFC', line.text)}"
        else:
            found.append(_paragraph(tag, normalize("NFC", line.text)))
        before = line
    join_lists(found)
    _begin_with_the_highest(found)
    return [each for each in found if each.text]


def part_of(lines: list[PrintedLine], *, width: int, height: int) -> ReadingPart:
    """Return the page with these lines. Its title is the first heading."""
    return written_part(paragraphs(lines), width=width, height=height)


def written_part(said: list[Paragraph], *, width: int, height: int) -> ReadingPart:
    """Return the page with these paragraphs. Its title is the first heading."""
    heading = next((each.text for each in said if each.tag in ("h2", "h3")), "")
    return ReadingPart(
        text="\n".join(each.text for each in said),
        html="".join(each.html for each in said),
        title=heading[:200],
        width=width,
        height=height,
    )


def _paragraph(tag: str, text: str) -> Paragraph:
    numbered = _NUMBERED.match(text)
    if tag == "li" and numbered:
        return Paragraph(tag, text[numbered.end() :], numbered[1])
    return Paragraph(tag, _BULLET.sub("", text) if tag == "li" else text)


def join_lists(found: list[Paragraph]) -> None:
    """Combine adjacent list items into one list."""
    for one, other in pairwise(found):
        if one.tag == other.tag == "li" and bool(one.number) == bool(other.number):
            one.last = other.first = False


def _begin_with_the_highest(found: list[Paragraph]) -> None:
    """Promote subheadings that come before the first main heading, so that levels start at h2."""
    for each in found:
        if each.tag == "h2":
            return
        if each.tag == "h3":
            each.tag = "h2"


def _usual_height(lines: list[PrintedLine]) -> float:
    """Return the median height of the letters. Scanned letters vary a little."""
    letters = sorted(line.height for line in lines for _letter in line.text)
    return letters[len(letters) // 2] if letters else 1.0


def _columns(lines: list[PrintedLine], usual: float) -> list[Edges]:
    """Return the column edges for each line. A new column starts when the next line is higher
    up."""
    edges: list[Edges] = []
    column: list[PrintedLine] = []
    for line, after in zip_longest(lines, lines[1:]):
        column.append(line)
        if after is None or after.top > line.top + line.height:
            body = [each for each in column if each.height <= usual * _HIGH] or column
            found = min(each.left for each in body), max(each.right for each in body)
            edges += [found] * len(column)
            column = []
    return edges


def _tag(line: PrintedLine, usual: float) -> str:
    if len(line.text) <= _LONGEST_HEADING:
        if line.height > usual * _HIGHER:
            return "h2"
        is_title = line.bold and not line.text.endswith(_SENTENCE_END)
        if line.height > usual * _HIGH or is_title:
            return "h3"
    return "li" if _BULLET.match(line.text) or _NUMBERED.match(line.text) else "p"


def _goes_on(
    before: PrintedLine, line: PrintedLine, paragraph: Paragraph, tag: str, column: Edges
) -> bool:
    """Return whether a line continues the paragraph of the previous line."""
    near = 0 < before.top - line.top < _GAP * max(before.height, line.height)
    if not near or tag == "li":
        return False
    if paragraph.tag in ("h2", "h3") or tag in ("h2", "h3"):
        return paragraph.tag == tag and abs(before.height - line.height) < 1
    left, right = column
    most = _SHORT_SENTENCE if before.text.endswith(_STOPS) else _SHORT
    return before.right - left > most * (right - left)
