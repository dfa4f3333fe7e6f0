"""A table as a file that a spreadsheet opens."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise

# Excel reads a CSV file as UTF-8 only behind this mark.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for a formula (OWASP, "CSV Injection"); full-width forms count too.
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"

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
    *, name: str, title: str, columns: Sequence[ExportColumn], rows: Iterable[Any]
) -> HttpResponse:
    """Return a workbook of one sheet; numbers stay numbers, the head stays in sight."""
    # Only who asks for such a file needs it.
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    sheet.append([str(label) for label, _value in columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([_xlsx_cell(value(row)) for _label, value in columns])
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 40
    file = io.BytesIO()
    book.save(file)
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return HttpResponse(
        file.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def _xlsx_cell(value: object) -> object:
    return value if isinstance(value, int | float) else escape_formula(str(value))
