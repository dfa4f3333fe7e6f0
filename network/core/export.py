"""A table as a file that a spreadsheet opens."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise

from .xml_text import xml_text

# Excel reads a CSV file as UTF-8 only behind this mark.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for a formula (OWASP, "CSV Injection"); full-width forms count too.
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"

# Of a column of a workbook, in characters, and what stays free beside the longest cell.
_WIDEST, _BESIDE = 60, 2
# More columns than these are printed on A3.
_ON_A4 = 15

# What stands above a column, and its text for a row.
type ExportColumn = tuple[str | Promise, Callable[[Any], object]]


def csv_response(
    *, name: str, columns: Sequence[ExportColumn], rows: Iterable[Any]
) -> StreamingHttpResponse:
    """Return a CSV file, sent row by row; today's date stands behind its `name`."""
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        _csv_lines(columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def escape_formula(cell: str) -> str:
    """Return `cell` so that no spreadsheet calculates it: an apostrophe makes it text."""
    starts = cell[:1], cell.lstrip()[:1]
    return f"'{cell}" if any(start and start in FORMULA_STARTS for start in starts) else cell


def plain_cell(cell: str) -> str:
    """Return what `escape_formula` was told, for a file of ours that is read in again."""
    return cell[1:] if cell[:1] == "'" and escape_formula(cell[1:]) == cell else cell


def _csv_lines(columns: Sequence[ExportColumn], rows: Iterable[Any]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([str(label) for label, _value in columns])
    for row in rows:
        yield writer.writerow([escape_formula(str(value(row))) for _label, value in columns])


class _Echo:
    """The "file" of csv.writer: gives back what is written (Django manual, streaming CSV)."""

    def write(self, line: str) -> str:
        return line


def xlsx_response(
    *,
    name: str,
    title: str,
    columns: Sequence[ExportColumn],
    rows: Iterable[Any],
    legend: tuple[str, Sequence[Sequence[object]]] | None = None,
) -> HttpResponse:
    """Return a workbook; numbers stay numbers, the head stays in sight, pages are as wide as it.

    `legend` is a second sheet, its title and rows, that explains the signs of the first.
    """
    # Only who asks for such a file needs it.
    from openpyxl import Workbook

    book = Workbook()
    head = [label for label, _value in columns]
    cells = ([value(row) for _label, value in columns] for row in rows)
    _fill_sheet(book.active, title, [head, *cells])
    if legend:
        _fill_sheet(book.create_sheet(), *legend)
    file = io.BytesIO()
    book.save(file)
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return HttpResponse(
        file.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def _fill_sheet(sheet: Any, title: str, rows: Sequence[Sequence[object]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.title = title[:31]
    for row in rows:
        sheet.append([_xlsx_cell(each) for each in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, (head, *column) in enumerate(zip(*rows, strict=True), start=1):
        # A word of the head is never broken; more than one may stand below each other.
        widths = [max(map(len, str(head).split()), default=0), *(len(str(each)) for each in column)]
        width = min(max(widths), _WIDEST) + _BESIDE
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    wide = len(rows[0]) > _ON_A4
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if wide else sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _xlsx_cell(value: object) -> object:
    return value if isinstance(value, int | float) else escape_formula(xml_text(str(value)))
