"""A table as a file that a spreadsheet opens."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
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
