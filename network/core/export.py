"""Export of tables as CSV and XLSX, and the values that lists show and export."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise

from .xml_text import xml_text

# Excel reads a CSV file as UTF-8 only if it starts with this mark.
BYTE_ORDER_MARK = "\ufeff"
# Characters that start a formula in spreadsheets (OWASP, "CSV Injection"), with full-width forms.
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"

# Maximum width of a worksheet column in characters, and the padding beside the longest cell.
_WIDEST, _BESIDE = 60, 2
# Tables with more columns are printed on A3.
_ON_A4 = 15

# Heading of a column, and the function that returns its value for a row.
type ExportColumn = tuple[str | Promise, Callable[[Any], object]]


class RowValue(NamedTuple):
    """A value that a list shows on the screen and exports: an export column, and by `shows` or
    `second` a column of the screen (`network.agencies.tables`)."""

    label: str | Promise
    value: Callable[[Any], Any]

    def __call__(self, row: Any) -> Any:
        """Return the value of a row."""
        return self.value(row)


def csv_response(
    *, name: str, columns: Sequence[ExportColumn], rows: Iterable[Any]
) -> StreamingHttpResponse:
    """Return a streamed CSV file. Today's date is appended to `name`."""
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        csv_lines(columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def escape_formula(cell: str) -> str:
    """Return `cell` with an apostrophe in front if a spreadsheet would read it as a formula."""
    starts = cell[:1], cell.lstrip()[:1]
    return f"'{cell}" if any(start and start in FORMULA_STARTS for start in starts) else cell


def plain_cell(cell: str) -> str:
    """Undo `escape_formula`, for our own files that are imported again."""
    return cell[1:] if cell[:1] == "'" and escape_formula(cell[1:]) == cell else cell


def csv_lines(columns: Sequence[ExportColumn], rows: Iterable[Any]) -> Iterator[str]:
    """Yield the lines of a CSV file for spreadsheets: UTF-8 with a byte order mark, and no cell is
    read as a formula."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([str(label) for label, _value in columns])
    for row in rows:
        yield writer.writerow([escape_formula(str(value(row))) for _label, value in columns])


class _Echo:
    """File-like object for csv.writer that returns each line (Django manual, streaming CSV)."""

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
    """Return a workbook with numeric cells, a frozen header row, and pages as wide as the table.

    `legend` is an optional second sheet (title, rows) that explains the signs of the first.
    """
    # Imported here, because only this export needs it.
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
    """Fill a worksheet for printing: bold headings on every page, column widths, landscape A4, or
    A3 if it is wide."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.title = title[:31]
    for row in rows:
        sheet.append([_xlsx_cell(each) for each in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, (head, *column) in enumerate(zip(*rows, strict=True), start=1):
        # Words of a heading are never broken, but several words may be on separate lines.
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
