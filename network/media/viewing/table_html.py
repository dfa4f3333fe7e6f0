"""Write a table as HTML, with its merged cells and headings. Pure; used by all converters.

A table is a matrix: each row names the cell that covers each column, None for none. A merged cell
is the same object in all places that it covers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Protocol

type Rows[Cell] = Sequence[Sequence[Cell | None]]


@dataclass(slots=True)
class TextCell:
    """A cell that holds text alone."""

    text: str


def write_text(cell: TextCell, *, is_heading: bool) -> str:
    """Return the text of a cell as HTML."""
    return escape(cell.text)


def matrix_text(rows: Rows[TextCell]) -> str:
    """Return a line for each row, with a bar between cells. A merged cell is in its first row."""
    seen: set[int] = set()
    lines = []
    for row in rows:
        cells = {id(cell): cell for cell in row if cell is not None and id(cell) not in seen}
        seen |= cells.keys()
        lines.append(" | ".join(filter(None, (cell.text for cell in cells.values()))))
    return "\n".join(filter(None, lines))


class CellWriter[Cell](Protocol):
    """Writes the content of a cell as HTML."""

    def __call__(self, cell: Cell, *, is_heading: bool) -> str: ...


def matrix_html[Cell](rows: Rows[Cell], write: CellWriter[Cell], *, caption: str = "") -> str:
    """Return a table whose first rows are its headings; wide tables scroll sideways.

    Rows that merged cells tie together are a group (`tbody`), so that a page break never divides
    them.
    """
    wide = max(map(len, rows), default=0)
    present = [row for row in rows if any(cell is not None for cell in row)]
    rows = [[*row, *[None] * (wide - len(row))] for row in present]
    if not rows:
        return ""
    head = header_rows(rows)
    inside = f"<caption>{escape(caption)}</caption>" if caption else ""
    inside += f"<thead>{_rows_html(rows, 0, head, write, is_head=True)}</thead>" if head else ""
    for first, end in _groups(rows, head):
        html = _rows_html(rows, first, end, write)
        inside += html if end - first == 1 else f"<tbody>{html}</tbody>"
    # No landmark role: the page part is a landmark already and may have the same name.
    return f'<div class="wide" role="group" tabindex="0"><table>{inside}</table></div>'


def header_rows[Cell](rows: Rows[Cell]) -> int:
    """Return how many rows are headings. A table of one row has none.

    It is the first one, and those into which its cells reach if others of them have several
    columns. A title over the whole width stands above the headings.
    """
    if len(rows) < 2:
        return 0
    first = rows[0]
    is_title = len(first) > 1 and all(_is_at(first, at, first[0]) for at in range(len(first)))
    if is_title and len(rows) > 2:
        return 1 + header_rows(rows[1:])
    spans_columns = any(one is other and one is not None for one, other in pairwise(first))
    count = max((_height(rows, 0, at) for at in range(len(first))), default=1)
    return count if spans_columns and count < len(rows) else 1


def _height[Cell](rows: Rows[Cell], at: int, column: int) -> int:
    """Return how many rows the cell at a place covers from there down."""
    cell, height = rows[at][column], 1
    while at + height < len(rows) and _is_at(rows[at + height], column, cell):
        height += 1
    return height


def _is_at[Cell](row: Sequence[Cell | None], column: int, cell: Cell | None) -> bool:
    return cell is not None and column < len(row) and row[column] is cell


def _groups[Cell](rows: Rows[Cell], begin: int) -> Iterator[tuple[int, int]]:
    """Yield first and end of the rows that merged cells tie together."""
    first = begin
    while first < len(rows):
        end, at = first + 1, first
        while at < end:
            end = max(end, *(at + _height(rows, at, column) for column in range(len(rows[at]))), 0)
            at += 1
        yield first, end
        first = end


def _rows_html[Cell](
    rows: Rows[Cell], first: int, end: int, write: CellWriter[Cell], *, is_head: bool = False
) -> str:
    return "".join(
        f"<tr>{''.join(_cells_html(rows, at, first, end, write, is_head=is_head))}</tr>"
        for at in range(first, end)
    )


def _cells_html[Cell](
    rows: Rows[Cell], at: int, first: int, end: int, write: CellWriter[Cell], *, is_head: bool
) -> Iterator[str]:
    """Yield the cells that begin in a row."""
    row, column = rows[at], 0
    while column < len(row):
        cell, width = row[column], 1
        while _is_at(row, column + width, cell):
            width += 1
        if at == first or not _is_at(rows[at - 1], column, cell):
            height = min(_height(rows, at, column), end - at) if cell is not None else 1
            words = write(cell, is_heading=is_head) if cell is not None else ""
            yield _cell_html(words, width, height, is_head=is_head)
        column += width


def _cell_html(words: str, width: int, height: int, *, is_head: bool) -> str:
    spans = f' colspan="{width}"' if width > 1 else ""
    spans += f' rowspan="{height}"' if height > 1 else ""
    # An empty heading names nothing.
    if not is_head or not words:
        return f"<td{spans}>{words}</td>"
    return f'<th scope="{"colgroup" if width > 1 else "col"}"{spans}>{words}</th>'
