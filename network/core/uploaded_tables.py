"""Read the rows of uploaded CSV files and workbooks. Used by the imports of agencies, activities
and people.

Pure, without Django: problems are English texts marked for translation, with values.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from network.core.text import clean_input

MAX_BYTES = 5 * 1024 * 1024
_MOST_UNPACKED = 50 << 20
# Limit, because a single cell far to the right would make every line as wide.
MOST_COLUMNS = 100
_WORKBOOK = b"PK\x03\x04"
_DAY = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})")
# Days as the numbers that spreadsheets store, 1 January 2000 to 31 December 2099: a cell whose
# format was changed from date to number.
_SERIALS = range(36526, 73051)
_DAY_ZERO = dt.date(1899, 12, 30)


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


class UnreadableTable(ValueError):
    """The file, or one of its lines, cannot be read. `text` has placeholders for `values`."""

    def __init__(self, line: int, text: str, **values: object) -> None:
        super().__init__(text)
        self.line, self.text, self.values = line, text, values


class TableRow(NamedTuple):
    """The cells of a non-blank line, and the number of its first line in the file."""

    line: int
    cells: tuple[Any, ...]


def is_workbook(data: bytes) -> bool:
    """Return whether the bytes are a ZIP archive, such as XLSX, and not CSV."""
    return data.startswith(_WORKBOOK)


def csv_rows(data: bytes) -> Iterator[TableRow]:
    """Yield the rows of a CSV file (UTF-8; comma, semicolon or tab), their cells cleaned.

    Raises UnreadableTable for a line that is no CSV.
    """
    text = _decode(data)
    first = text.split("\n", 1)[0].strip()
    skipped = 0
    if re.fullmatch(r"sep=[,;\t]", first, re.IGNORECASE):  # Excel's separator hint
        text, skipped = text.partition("\n")[2], 1
        first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = skipped + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = _("the line cannot be read as CSV: %(reason)s")
            raise UnreadableTable(begins, reason, reason=error) from error
        cleaned = tuple(" ".join(clean_input(cell).split()) for cell in cells)
        if any(cleaned):
            yield TableRow(begins, cleaned)
        begins = skipped + reader.line_num + 1


def workbook_rows(data: bytes, *, most_lines: int, formulas: bool = False) -> Iterator[TableRow]:
    """Yield the rows of the first sheet of a workbook, with cells as openpyxl returns them.

    With `formulas` a formula is returned as its text ("=A1"), else as its last result. Raises
    UnreadableTable.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableTable(1, _("the file is too large"))
    # Imported here, because only an import needs it.
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(each.file_size for each in archive.infolist()) > _MOST_UNPACKED:
                raise UnreadableTable(1, _("the file is too large"))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=not formulas)
        rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)
        for line, cells in enumerate(rows, start=1):
            if line > most_lines:
                raise UnreadableTable(
                    line, _("at most %(most)d lines are read at once"), most=most_lines
                )
            if any(cell not in (None, "") for cell in cells):
                yield TableRow(line, tuple(cells))
    except UnreadableTable:
        raise
    except Exception as error:
        # For an invalid file the library raises the exceptions of its various parsers.
        raise UnreadableTable(1, _("this is no workbook (XLSX)")) from error


def day_of(value: Any) -> dt.date:
    """Return the day in a cell: a date, its number in spreadsheets, 20/11/2026 or 2026-11-20.

    Raises ValueError.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = str(value).strip()
    if written := _DAY.fullmatch(text):
        return dt.date(int(written["y"]), int(written["m"]), int(written["d"]))
    number = text.removesuffix(".0")
    if number.isascii() and number.isdigit() and len(number) < len("20261120"):
        if int(number) in _SERIALS:
            return _DAY_ZERO + dt.timedelta(days=int(number))
        raise ValueError(f"no day: {number}")
    return dt.date.fromisoformat(text)


def _decode(data: bytes) -> str:
    """Return the text of a CSV file. Raises UnreadableTable unless it is UTF-8."""
    if not data.strip():
        raise UnreadableTable(1, _("the file is empty"))
    if len(data) > MAX_BYTES:
        text = _("the file has %(size)s MB; at most %(most)s MB are read")
        size = f"{len(data) / 1024 / 1024:.1f}"
        raise UnreadableTable(1, text, size=size, most=MAX_BYTES >> 20)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableTable(1, _('the file is UTF-16; save it as "CSV UTF-8"'))
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise UnreadableTable(line, _("the line holds NUL bytes: this is no CSV file"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = _('the line is not UTF-8; save the file as "CSV UTF-8"')
        raise UnreadableTable(line, text) from error
