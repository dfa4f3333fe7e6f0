"""XLSX converter: one part per sheet, as a table. No Django."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from .archives import note_author_of, require_harmless
from .html import paragraphs, table
from .results import FileReading, FileRefused, NoteKind, ReadingPart, Refusal, checked

_MOST_CELLS = 200_000


def read_sheets(path: Path, folder: Path) -> FileReading:
    """Return the visible sheets. Hidden content is noted for the officer. Raises FileRefused for a
    sheet with too many cells."""
    reading = FileReading()
    with path.open("rb") as file:
        require_harmless(file)
        note_author_of(file, reading)
        # Load the cached values instead of the formulas.
        book = openpyxl.load_workbook(file, data_only=True)
    hidden = [
        sheet.title
        for sheet in book.worksheets
        if sheet.sheet_state != "visible" and _has_content(sheet)
    ]
    comments = 0
    for number, sheet in enumerate(book.worksheets, start=1):
        if sheet.sheet_state != "visible" or not _has_content(sheet):
            continue
        if sheet.max_row * sheet.max_column > _MOST_CELLS:
            raise FileRefused(Refusal.TOO_LONG)
        reading.parts.append(checked(_part(sheet, hidden)))
        reading.shown.append(number)
        comments += sum(bool(cell.comment) for row in sheet.iter_rows() for cell in row)
    if hidden:
        reading.note(NoteKind.HIDDEN, "; ".join(hidden))
    if comments:
        reading.note(NoteKind.COMMENTS, str(comments))
    reading.note(NoteKind.NO_PAGE_PICTURES)
    return reading


def _part(sheet: Worksheet, hidden: list[str]) -> ReadingPart:
    rows = _rows(sheet, hidden)
    # Rows above a table are its title.
    above = 0
    while above < len(rows) and sum(map(bool, rows[above])) <= 1:
        above += 1
    lines = ["".join(row) for row in rows[:above]]
    text = "\n".join([*lines, *(" | ".join(filter(None, row)) for row in rows[above:])])
    title = sheet.title
    inside = paragraphs(lines) + table(rows[above:], caption=title)
    return ReadingPart(text=text, html=inside, title=title[:200])


def _has_content(sheet: Worksheet) -> bool:
    """Return whether the sheet has any content; new workbooks contain empty sheets."""
    return bool(sheet._cells or sheet._images or sheet._charts)


def _rows(sheet: Worksheet, hidden: list[str]) -> list[list[str]]:
    """Return the visible cells as text, without empty rows and columns at the edge."""
    unseen_rows = {n for n, row in sheet.row_dimensions.items() if row.hidden}
    unseen_columns = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min, min(column.max, sheet.max_column) + 1)
    }
    rows: list[list[str]] = []
    # Names of hidden rows and columns in order, and whether they have content.
    unread: dict[str, bool] = {}
    for number, row in enumerate(_cells(sheet), start=1):
        rows.append([])
        for cell in row:
            if number not in unseen_rows and cell.column not in unseen_columns:
                rows[-1].append(_shown(cell))
            elif cell.value is not None:
                unread[str(number) if number in unseen_rows else cell.column_letter] = True
    if unread:
        hidden.append(f"{sheet.title} ({', '.join(list(unread)[:20])})")
    rows = [row for row in rows if any(row)]
    width = max((at + 1 for row in rows for at, cell in enumerate(row) if cell), default=0)
    return [row[:width] for row in rows]


def _cells(sheet: Worksheet) -> Any:
    # Only the first of merged cells has a column letter.
    for row in sheet.iter_rows():
        yield [cell for cell in row if hasattr(cell, "column_letter")]


def _shown(cell: Any) -> str:
    """Return a cell value in Vietnamese notation."""
    value, form = cell.value, str(cell.number_format)
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return " ".join(str(value).split())
    if "%" in form:
        return f"{value:.1%}".replace(".0%", "%").replace(".", ",")
    if "#,##" in form:
        whole = f"{value:,.2f}" if isinstance(value, float) and value % 1 else f"{value:,.0f}"
        return whole.translate(str.maketrans(",.", ".,"))
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
