"""Write a table of a DOCX file as HTML, with its merged cells and headings. Pure."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Protocol

from ..word_import.pieces import Grid, GridCell, Piece
from ..word_import.tables import covered

_Row = list[GridCell | None]


class CellWriter(Protocol):
    """Writes the content of a cell as HTML."""

    def __call__(self, pieces: list[Piece], *, is_heading: bool) -> str: ...


def table_html(grid: Grid, write: CellWriter) -> str:
    """Return a table whose first rows are its headings; wide tables scroll sideways.

    Rows that merged cells tie together are a group (`tbody`), so that a page break never divides
    them.
    """
    matrix = covered(grid)
    rows = [cells for cells, row in zip(matrix, grid.rows, strict=True) if not row.hidden]
    rows = [cells for cells in rows if any(cells)]
    if not rows:
        return ""
    head = _header_rows(rows)
    inside = f"<thead>{_rows_html(rows, 0, head, write, is_head=True)}</thead>" if head else ""
    for first, end in _groups(rows, head):
        html = _rows_html(rows, first, end, write)
        inside += html if end - first == 1 else f"<tbody>{html}</tbody>"
    return f'<div class="wide" role="group" tabindex="0"><table>{inside}</table></div>'


def _header_rows(rows: list[_Row]) -> int:
    """Return how many rows are headings: the first, and those into which its cells reach, if other
    cells of the first row have several columns. A table of one row has none."""
    first = rows[0]
    spans_columns = any(one is other and one for one, other in pairwise(first))
    deep = [_height(rows, 0, column) for column in range(len(first))]
    count = max(deep, default=1) if spans_columns else 1
    # A title over the whole width stands above the headings.
    if len({id(cell) for cell in first}) == 1 and len(first) > 1 and len(rows) > 2:
        count = 1 + _header_rows(rows[1:])
    return count if count < len(rows) else min(1, len(rows) - 1)


def _height(rows: list[_Row], at: int, column: int) -> int:
    cell, height = rows[at][column], 1
    while (
        cell is not None
        and at + height < len(rows)
        and column < len(rows[at + height])
        and rows[at + height][column] is cell
    ):
        height += 1
    return height


def _groups(rows: list[_Row], begin: int) -> Iterator[tuple[int, int]]:
    """Yield first and end of the rows that merged cells tie together."""
    first = begin
    while first < len(rows):
        end = first + 1
        at = first
        while at < end:
            end = max(end, *(at + _height(rows, at, column) for column in range(len(rows[at]))), 0)
            at += 1
        yield first, end
        first = end


def _rows_html(
    rows: list[_Row], first: int, end: int, write: CellWriter, *, is_head: bool = False
) -> str:
    return "".join(
        f"<tr>{''.join(_cells_html(rows, at, first, end, write, is_head=is_head))}</tr>"
        for at in range(first, end)
    )


def _cells_html(
    rows: list[_Row], at: int, first: int, end: int, write: CellWriter, *, is_head: bool
) -> Iterator[str]:
    row, column = rows[at], 0
    wide = max(map(len, rows))
    while column < wide:
        cell = row[column] if column < len(row) else None
        width = 1
        while cell and column + width < len(row) and row[column + width] is cell:
            width += 1
        begins = at == first or cell is None or not _is_at(rows[at - 1], column, cell)
        if begins:
            height = min(_height(rows, at, column), end - at) if cell else 1
            words = write(cell.pieces, is_heading=is_head) if cell else ""
            yield _cell_html(words, width, height, is_head=is_head)
        column += width


def _is_at(row: _Row, column: int, cell: GridCell) -> bool:
    return column < len(row) and row[column] is cell


def _cell_html(words: str, width: int, height: int, *, is_head: bool) -> str:
    spans = f' colspan="{width}"' if width > 1 else ""
    spans += f' rowspan="{height}"' if height > 1 else ""
    # An empty heading names nothing.
    if not is_head or not words:
        return f"<td{spans}>{words}</td>"
    return f'<th scope="{"colgroup" if width > 1 else "col"}"{spans}>{words}</th>'
