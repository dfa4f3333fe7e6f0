"""XLSX converter: one part per sheet, as a table. No Django."""

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from .archives import note_author_of, require_harmless
from .fixed_words import CHART, NO, PICTURE, YES
from .html import paragraphs
from .number_formats import bare, shown_number
from .results import FileReading, FileRefused, NoteKind, ReadingPart, Refusal, checked
from .table_html import TextCell, matrix_html, matrix_text, write_text

_MOST_CELLS = 200_000
_SHEETS = "xl/worksheets/sheet"
# A formula whose result no program has stored; the result of a formula for text may be empty.
_UNCOMPUTED = re.compile(
    rb"<c\b(?![^>]*\bt=.str)[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v>\s*</v>|<v\s*/>)?\s*</c>"
)


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
        reading.parts.append(checked(_part(sheet, hidden, reading)))
        reading.shown.append(number)
        comments += sum(bool(cell.comment) for row in sheet.iter_rows() for cell in row)
    if uncomputed := _count_uncomputed(path):
        reading.note(NoteKind.UNCOMPUTED, str(uncomputed))
    if hidden:
        reading.note(NoteKind.HIDDEN, "; ".join(hidden))
    reading.note_omitted()
    if comments:
        reading.note(NoteKind.COMMENTS, str(comments))
    reading.note(NoteKind.NO_PAGE_PICTURES)
    return reading


def _count_uncomputed(path: Path) -> int:
    """Return how many formulas have no result, as in workbooks that programs without formulas
    write."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith(_SHEETS)]
        return sum(len(_UNCOMPUTED.findall(archive.read(name))) for name in names)


def _part(sheet: Worksheet, hidden: list[str], reading: FileReading) -> ReadingPart:
    """Return a sheet: the title above its table, the table, and what is only named."""
    rows = _rows(sheet, hidden)
    above = 0
    while above < len(rows) and len({id(cell) for cell in rows[above] if cell}) <= 1:
        above += 1
    lines = [matrix_text([row]) for row in rows[:above]]
    named = [reading.omit(CHART, chart_name(chart)) for chart in sheet._charts]
    named += [reading.omit(PICTURE) for _image in sheet._images]
    title = sheet.title
    table = matrix_html(rows[above:], write_text, caption=title)
    text = "\n".join(filter(None, [*lines, matrix_text(rows[above:]), *named]))
    html = paragraphs(lines) + table + paragraphs(named)
    return ReadingPart(text=text, html=html, title=title[:200])


def chart_name(chart: Any) -> str:
    """Return the title of a chart, "" if it has none."""
    rich = chart.title.tx.rich if chart.title is not None and chart.title.tx is not None else None
    runs = (run for line in (rich.p if rich is not None else ()) for run in line.r or ())
    return " ".join("".join(run.t or "" for run in runs).split())


def _has_content(sheet: Worksheet) -> bool:
    """Return whether the sheet has any content; new workbooks contain empty sheets."""
    return bool(sheet._cells or sheet._images or sheet._charts)


def _rows(sheet: Worksheet, hidden: list[str]) -> list[list[TextCell | None]]:
    """Return the visible cells as text, without empty rows and columns at the edge. A merged cell
    is the same object in all places that it covers; what is hidden is added to `hidden`."""
    unseen_rows = {n for n, row in sheet.row_dimensions.items() if row.hidden}
    unseen_columns = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min, min(column.max, sheet.max_column) + 1)
    }
    merged = _merged(sheet)
    rows: list[list[TextCell | None]] = []
    # Names of hidden rows and columns in order, and whether they have content.
    unread: dict[str, bool] = {}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        rows.append([])
        for column, cell in enumerate(row, start=1):
            if number not in unseen_rows and column not in unseen_columns:
                shown = _shown(cell)
                place = number, column
                rows[-1].append(merged.get(place) or (TextCell(shown) if shown else None))
            elif cell.value is not None:
                unread[str(number) if number in unseen_rows else cell.column_letter] = True
    if unread:
        hidden.append(f"{sheet.title} ({', '.join(list(unread)[:20])})")
    rows = [row for row in rows if any(row)]
    used = [at for row in rows for at, cell in enumerate(row) if cell]
    return [row[min(used) : max(used) + 1] for row in rows] if used else []


def _merged(sheet: Worksheet) -> dict[tuple[int, int], TextCell]:
    """Return the merged cells that hold something, by row and column of each place they cover."""
    merged: dict[tuple[int, int], TextCell] = {}
    for area in sheet.merged_cells.ranges:
        text = _shown(sheet.cell(area.min_row, area.min_col))
        if text:
            cell = TextCell(text)
            last = min(area.max_row, sheet.max_row), min(area.max_col, sheet.max_column)
            for row in range(area.min_row, last[0] + 1):
                merged |= {(row, at): cell for at in range(area.min_col, last[1] + 1)}
    return merged


def _shown(cell: Any) -> str:
    """Return a cell value in Vietnamese notation, as its number format shows it."""
    value, form = cell.value, str(cell.number_format)
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, dt.timedelta):
        hours, seconds = divmod(int(value.total_seconds()), 3600)
        return f"{hours}:{seconds // 60:02}"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return _moment(value, bare(form).lower())
    if isinstance(value, int | float):
        return shown_number(value, form)
    return " ".join(str(value).split())


def _moment(value: dt.datetime | dt.date | dt.time, form: str) -> str:
    """Return a date, a time, or both if the format has hours."""
    time = f"{value:%H:%M:%S}" if "s" in form else f"{value:%H:%M}"
    if isinstance(value, dt.time):
        return time
    day = f"{value:%d/%m/%Y}" if "d" in form else f"{value:%m/%Y}"
    return f"{day} {time}" if "h" in form else day
