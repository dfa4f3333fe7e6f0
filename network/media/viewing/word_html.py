"""Write the lines and tables of a DOCX file as HTML for reading. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

from ..word_import.manuscript import RemarkKind
from ..word_import.pieces import (
    Bullet,
    Found,
    Grid,
    GridCell,
    Line,
    Piece,
    TextSpan,
    plain_of,
    tidied,
)
from ..word_import.shaping import nested_list
from ..word_import.tables import covered, is_layout, lines_in
from . import notes
from .fixed_words import CHART, DIAGRAM, DRAWING, EQUATION, OBJECT, PICTURE
from .results import FileReading
from .table_html import matrix_html

# Deepest heading of a page; its own heading is h1.
DEPTH = 3
_OMITTED = {
    RemarkKind.CHART: CHART,
    RemarkKind.SMART_ART: DIAGRAM,
    RemarkKind.EQUATION: EQUATION,
    RemarkKind.EMBEDDED_OBJECT: OBJECT,
    RemarkKind.UNREADABLE_PICTURE: PICTURE,
    RemarkKind.UNREACHABLE_PICTURE: PICTURE,
}


class HtmlMaker:
    """Writes HTML. `unnamed` counts pictures without a description."""

    def __init__(self, levels: Iterable[int], reading: FileReading) -> None:
        self.levels, self.reading = set(levels), reading
        self.unnamed = 0
        self.marked: set[int] = set()

    def html(self, pieces: Sequence[Piece]) -> str:
        """Return the pieces as headings, paragraphs, lists, tables and pictures."""
        html = ""
        items: list[tuple[Bullet, str]] = []
        for piece in pieces:
            if isinstance(piece, Line) and piece.bullet:
                if items and not _goes_on(items, piece.bullet):
                    html += self._list(items)
                items.append((piece.bullet, self.inline(piece) + self._beside(piece)))
                continue
            html += self._list(items)
            html += self._grid(piece) if isinstance(piece, Grid) else self._block(piece)
        return html + self._list(items)

    def note(self, number: int, lines: list[Line]) -> str:
        """Return a footnote as a list item."""
        return notes.note(number, "<br>".join(filter(None, map(self.inline, lines))))

    def inline(self, line: Line, *, is_heading: bool = False) -> str:
        """Return the words of a line with their formats, links and note marks.

        A heading is bold by itself.
        """
        spans = [replace(span, bold=False) for span in line.spans] if is_heading else line.spans
        words = "".join(self._span(span) for span in tidied(spans, keeps_notes=True))
        return f"{escape(line.label)} {words}" if line.label else words

    def _list(self, items: list[tuple[Bullet, str]]) -> str:
        """Return the list that was being collected, and empty it."""
        html = nested_list(items, keeps_numbers=True) if items else ""
        items.clear()
        return html

    def _block(self, line: Line) -> str:
        tag = "p"
        if line.is_title:
            tag = "h2"
        elif line.level:
            tag = f"h{min(sum(each < line.level for each in self.levels), DEPTH - 1) + 2}"
        words = self.inline(line, is_heading=tag != "p")
        block = f"<{tag}>{words}</{tag}>" if plain_of(line.spans) or line.label else ""
        return block + self._beside(line)

    def _beside(self, line: Line) -> str:
        """Return what hangs on a line: pictures, text boxes, and names of what is not shown."""
        html = ""
        for picture in line.pictures:
            self.unnamed += not picture.alt
            html += f'<p><img src="{picture.name}" alt="{escape(picture.alt)}" loading="lazy"></p>'
        for box in line.boxes:
            html += self.html(box)
        return html + "".join(map(self._omission, line.found))

    def _omission(self, found: Found) -> str:
        what = _OMITTED.get(found.kind, "")
        if found.kind is RemarkKind.SHAPE and found.words:
            what = DRAWING
        if not what:
            return ""
        return f"<p>{escape(self.reading.omit(what, found.words))}</p>"

    def _grid(self, grid: Grid) -> str:
        if is_layout(grid):
            return self.html([line for line in lines_in(grid) if not line.is_empty])
        rows = zip(covered(grid), grid.rows, strict=True)
        shown = [cells for cells, row in rows if not row.hidden]
        return matrix_html(shown, self.cell) + "".join(map(self._omission, grid.found))

    def cell(self, cell: GridCell, *, is_heading: bool) -> str:
        """Return the content of a table cell; its paragraphs become lines."""
        pieces = cell.pieces
        if any(isinstance(piece, Grid) or piece.bullet for piece in pieces):
            return self.html([p for p in pieces if isinstance(p, Grid) or not p.is_empty])
        lines = [piece for piece in pieces if isinstance(piece, Line)]
        words = "<br>".join(
            filter(None, (self.inline(line, is_heading=is_heading) for line in lines))
        )
        return words + "".join(map(self._beside, lines))

    def _span(self, span: TextSpan) -> str:
        if span.note:
            mark = notes.mark(span.note, is_first=span.note not in self.marked)
            self.marked.add(span.note)
            return mark
        html = escape(span.text).replace("\n", "<br>")
        for tag, wanted in ((span.shift, span.shift), ("em", span.italic), ("strong", span.bold)):
            if wanted:
                html = f"<{tag}>{html}</{tag}>"
        return f'<a href="{escape(span.link)}">{html}</a>' if span.link else html


def _goes_on(items: list[tuple[Bullet, str]], bullet: Bullet) -> bool:
    """Return whether an item belongs into the list of the items before it."""
    if bullet.depth:
        return True
    first = next((each for each, _html in items if not each.depth), bullet)
    return first.ordered == bullet.ordered and first.listed == bullet.listed
