"""Combine the lines of a printed page into headings, paragraphs and lists. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise, zip_longest
from typing import ClassVar
from unicodedata import normalize

from ..word_import.headings import ARTICLE_RANK, SECTION_RANK, is_bare, is_letterhead, named_rank
from .results import ReadingPart
from .table_html import TextCell, header_rows, matrix_html, matrix_text, write_text

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
# Columns of a table that goes on are at most so far apart on the two pages.
_SHIFT = 4.0
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
    # Number of the line in the file; its pieces are joined unless a column divides them.
    row: int = -1
    # Whether wide gaps divide it, as they do the columns of a table without rules.
    is_gapped: bool = False
    # Level that the file itself gives to a heading, 0 if it says nothing.
    heading: int = 0
    # Number of the column on its page, in reading order.
    column: int = 0


@dataclass(slots=True)
class PrintedTable:
    """A table: for each row the cell that covers each column. Its edges are in points."""

    rows: list[list[TextCell]]
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    height: float = 0.0
    # Left edges of the columns.
    columns: list[float] = field(default_factory=list)

    tag: ClassVar[str] = "table"
    number: ClassVar[str] = ""

    @property
    def text(self) -> str:
        """Return a line for each row, with a bar between cells. A merged cell is in its first."""
        return matrix_text(self.rows)

    def has_columns(self, columns: list[float], right: float) -> bool:
        """Return whether the columns of another table are at the same places."""
        ours, theirs = [*self.columns, self.right], [*columns, right]
        pairs = zip(ours, theirs, strict=False)
        return len(ours) == len(theirs) and all(abs(a - b) <= _SHIFT for a, b in pairs)

    def go_on_from(self, before: "PrintedTable") -> None:
        """Begin with the headings of the table that this one continues on another page."""
        head = before.rows[: header_rows(before.rows)]
        if [cell.text for cell in self.rows[0]] != [cell.text for cell in head[0]]:
            self.rows = [*head, *self.rows]

    @property
    def html(self) -> str:
        """Return the table with its first rows as headings."""
        return matrix_html(self.rows, write_text)


type PrintedBlock = PrintedLine | PrintedTable


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


def paragraphs(blocks: Sequence[PrintedBlock]) -> list[Paragraph | PrintedTable]:
    """Return the lines as headings, paragraphs and list items, and tables, in reading order."""
    usual = _usual_height([block for block in blocks if isinstance(block, PrintedLine)])
    found: list[Paragraph | PrintedTable] = []
    lines: list[PrintedLine] = []
    for block in blocks:
        if isinstance(block, PrintedLine):
            lines.append(block)
            continue
        found += [*_paragraphs(lines, usual), block]
        lines = []
    found += _paragraphs(lines, usual)
    join_lists(found)
    _begin_with_the_highest(found)
    return [each for each in found if each.text]


def _paragraphs(lines: list[PrintedLine], usual: float) -> list[Paragraph]:
    found: list[Paragraph] = []
    before: PrintedLine | None = None
    for line, column in zip(lines, _columns(lines, usual), strict=True):
        tag = _tag(line, usual, column)
        if found and found[-1].tag == "h2" and tag == "h3" and is_bare(found[-1].text):
            # The name of a chapter is below its number.
            tag = "h2"
        begins = tag in ("h2", "h3") and named_rank(line.text, stands_out=line.bold) is not None
        if before and found and not begins and _goes_on(before, line, found[-1], tag, column):
            found[-1].text += f" {normalize('NFC', line.text)}"
        else:
            found.append(_paragraph(tag, normalize("NFC", line.text)))
        before = line
    return found


def part_of(blocks: Sequence[PrintedBlock], *, width: int, height: int) -> ReadingPart:
    """Return the page with these lines and tables. Its title is the first heading."""
    return written_part(paragraphs(blocks), width=width, height=height)


def written_part(
    said: Sequence[Paragraph | PrintedTable], *, width: int, height: int
) -> ReadingPart:
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


def join_lists(found: Sequence[Paragraph | PrintedTable]) -> None:
    """Combine adjacent list items into one list."""
    for one, other in pairwise(found):
        if isinstance(one, PrintedTable) or isinstance(other, PrintedTable):
            continue
        if one.tag == other.tag == "li" and bool(one.number) == bool(other.number):
            one.last = other.first = False


def _begin_with_the_highest(found: Sequence[Paragraph | PrintedTable]) -> None:
    """Promote subheadings that come before the first main heading, so that levels start at h2."""
    for each in found:
        if each.tag == "h2":
            return
        if isinstance(each, Paragraph) and each.tag == "h3":
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
        if after is None or after.column != line.column or after.top > line.top + line.height:
            body = [each for each in column if each.height <= usual * _HIGH] or column
            found = min(each.left for each in body), max(each.right for each in body)
            edges += [found] * len(column)
            column = []
    return edges


def _tag(line: PrintedLine, usual: float, column: Edges) -> str:
    """Return the HTML tag of a line by its size, its weight and how it begins."""
    if line.heading:
        return "h2" if line.heading == 1 else "h3"
    if len(line.text) <= _LONGEST_HEADING and not is_letterhead(line.text):
        left, right = column
        ends_early = line.right - left <= _SHORT_SENTENCE * (right - left)
        named = named_rank(line.text, stands_out=line.bold)
        if named is not None and (line.bold or ends_early):
            return "h3" if named in (SECTION_RANK, ARTICLE_RANK) else "h2"
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
    if before.is_gapped or line.is_gapped:
        return False
    near = 0 < before.top - line.top < _GAP * max(before.height, line.height)
    if before.column != line.column or (tag == paragraph.tag == "p" and line.top > before.top):
        # A sentence goes on at the head of the next column, or below a line across all columns.
        is_text = tag == paragraph.tag == "p" and (near or line.top > before.top)
        return is_text and not before.text.endswith(_STOPS) and line.text[:1].islower()
    if not near or tag == "li":
        return False
    if paragraph.tag in ("h2", "h3") or tag in ("h2", "h3"):
        return paragraph.tag == tag and abs(before.height - line.height) < 1
    left, right = column
    most = _SHORT_SENTENCE if before.text.endswith(_STOPS) else _SHORT
    return before.right - left > most * (right - left)
