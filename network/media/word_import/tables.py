"""Split the merged cells of a table and read its cells as text. Pure."""

import re

from .manuscript import RemarkKind
from .pieces import Grid, GridCell, GridRow, Line, PictureFound, plain_of

_MOST_COLUMNS = 60
_LETTERHEAD = re.compile(r"(?i)cộng\s+h(?:òa|oà)\s+xã\s+hội\s+chủ\s+nghĩa\s+việt\s+nam")
_LETTERHEAD_ROWS = 4


def is_layout(grid: Grid) -> bool:
    """Return whether a table only frames or places text: it has one row, or is a letterhead."""
    if len([row for row in grid.rows if not row.hidden]) == 1:
        return True
    return len(grid.rows) <= _LETTERHEAD_ROWS and any(
        _LETTERHEAD.search(plain_of(line.spans)) for line in lines_in(grid)
    )


def lines_in(grid: Grid) -> list[Line]:
    """Return all lines in the cells, also those of tables within."""
    lines: list[Line] = []
    for piece in (piece for row in grid.rows for cell in row.cells for piece in cell.pieces):
        lines += lines_in(piece) if isinstance(piece, Grid) else [piece]
    return lines


def read_table(grid: Grid) -> tuple[list[list[str]], list[PictureFound]]:
    """Return the visible rows as text, and the pictures of the cells.

    A merged cell's text is repeated in each cell it covered. What was changed is noted on `grid`.
    """
    matrix = covered(grid)
    pictures: list[PictureFound] = []
    texts = {id(cell): _cell_text(cell, grid, pictures) for row in matrix for cell in row if cell}
    rows = [
        [texts[id(cell)] if cell else "" for cell in cells]
        for cells, row in zip(matrix, grid.rows, strict=True)
        if not row.hidden
    ]
    for row in (row for row in grid.rows if row.hidden):
        words = " ".join(plain_of(line.spans) for line in lines_in(Grid([row])))
        grid.note(RemarkKind.HIDDEN_TEXT, len(words.split()), words)
    wide = max(map(len, rows), default=0)
    rows = [row + [""] * (wide - len(row)) for row in rows]
    _note_header(grid)
    grid.note(RemarkKind.MOVED_PICTURE, len(pictures))
    return rows, pictures


def _note_header(grid: Grid) -> None:
    """Note the doubt if nothing shows that the first row holds the columns' headings."""
    first = next((row for row in grid.rows if not row.hidden), GridRow())
    lines = [piece for cell in first.cells for piece in cell.pieces if isinstance(piece, Line)]
    written = [line for line in lines if not line.is_empty]
    if not grid.has_header and not (written and all(line.is_bold for line in written)):
        grid.note(RemarkKind.FIRST_ROW_HEADER)


def covered(grid: Grid) -> list[list[GridCell | None]]:
    """Return for each row the cell that covers each column, None for none."""
    matrix: list[list[GridCell | None]] = [[] for _row in grid.rows]
    merged: set[int] = set()
    for at, row in enumerate(grid.rows):
        column = 0
        for cell in row.cells:
            while column < len(matrix[at]) and matrix[at][column] is not None:
                column += 1
            above = matrix[at - 1] if at else []
            origin = above[column] if cell.continues and column < len(above) else None
            shown = origin or cell
            if origin or cell.width > 1 or cell.height > 1:
                merged.add(id(shown))
            for lower in range(at, min(at + cell.height, len(matrix))):
                _cover(matrix[lower], column, cell.width, shown)
            column += cell.width
    grid.note(RemarkKind.MERGED_CELLS, len(merged))
    return matrix


def _cover(row: list[GridCell | None], column: int, width: int, cell: GridCell) -> None:
    end = min(column + width, _MOST_COLUMNS)
    row += [None] * (end - len(row))
    row[column:end] = [cell] * (end - column)


def _cell_text(cell: GridCell, grid: Grid, pictures: list[PictureFound]) -> str:
    """Return a cell's text in one line, and collect its pictures and remarks."""
    text = ""
    before: Line | None = None
    for piece in cell.pieces:
        if isinstance(piece, Grid):
            grid.note(RemarkKind.NESTED_TABLE)
            inner = [_cell_text(each, grid, pictures) for row in piece.rows for each in row.cells]
            text, before = " ".join(filter(None, [text, *inner])), None
            continue
        grid.found += piece.found
        pictures += piece.pictures
        grid.note(RemarkKind.CELL_LINK, sum(bool(span.link) for span in piece.spans))
        for box in piece.boxes:
            words = " ".join(plain_of(line.spans) for line in box)
            grid.note(RemarkKind.TEXT_BOX_LOST, 1, words)
        words = " ".join(filter(None, [piece.label, plain_of(piece.spans)]))
        if not words:
            continue
        between = "; " if before and before.bullet and piece.bullet else " "
        text = f"{text}{between}{words}" if text else words
        before = piece
    return text
