"""Read agencies from CSV files: three layouts, checked, normalised, with plain English problems.

Pure: no Django, no database. What only the database can tell (is this code new, does that parent
exist, is the slug taken) is the service's part; a file with any problem is meant to be refused.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from network.agencies.import_cells import (
    Predecessor,
    aliases_in_note,
    distinct,
    former_body,
    former_unit,
    split_outside_brackets,
)
from network.agencies.kinds import KINDS
from network.agencies.slugs import LONGEST_SLUG, slug_of_agency
from network.core.text import clean_input

MAX_BYTES = 5 * 1024 * 1024
MAX_CODE, MAX_NAME, MAX_SHORT_NAME = 40, 255, 120
SUCCESSION_KINDS = ("hop_nhat", "sap_nhap", "chia_tach", "doi_ten", "chuyen_chuc_nang", "giai_the")
# A body that was renamed when it took another one in counts as a consolidation.
_SUCCESSION_ALIASES = {"doi_ten_hop_nhat": "hop_nhat"}
# Units of the state, as the files name them, and the agency that governs them.
_PARENT_OF_UNIT = {"tinh-gia-lai-2025": "UBND-TINH-2025"}

__all__ = ["AgencyRow", "ParsedFile", "Predecessor", "Problem", "read_agencies"]


class Problem(NamedTuple):
    """What is wrong, and on which line of the file (from 1; 1 also for the file as a whole)."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency as its file states it: NFC, trimmed, single blanks; "" or None for nothing.

    `parent` is a code. `succession_kind` is one of SUCCESSION_KINDS, "" without predecessors.
    """

    line: int
    code: str
    name: str
    short_name: str
    kind: str
    parent: str
    slug: str
    host_label: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    predecessors: tuple[Predecessor, ...] = ()
    succession_kind: str = ""
    legal_basis: str = ""
    note: str = ""


@dataclass(slots=True)
class ParsedFile:
    """`rows` are the sound ones; refuse the file when `problems` is not empty."""

    filename: str
    layout: str = ""
    rows: list[AgencyRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_agencies(data: bytes, *, filename: str) -> ParsedFile:
    """Return the agencies of a CSV file (UTF-8; comma, semicolon or tab; at most 5 MiB).

    Never raises for a bad file: what is wrong stands in `problems`, each with its line.
    """
    parsed = ParsedFile(filename)
    try:
        records = _records(_decode(data))
        header = next(records, None)
        layout = _layout_of(header)
        parsed.layout = layout.name
        _read_rows(layout, header.cells if header else [], records, parsed)
    except _RefusedError as refused:
        parsed.problems.append(refused.problem)
    parsed.problems.sort(key=lambda problem: problem.line)
    return parsed


class _RefusedError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(line, message)


# --- from bytes to cells ----------------------------------------------------------------------


class _Record(NamedTuple):
    line: int
    cells: list[str]


def _decode(data: bytes) -> str:
    if not data.strip():
        raise _RefusedError(1, "the file is empty")
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise _RefusedError(1, f"the file has {size:.1f} MB; at most {MAX_BYTES >> 20} MB are read")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _RefusedError(1, 'the file is UTF-16; save it as "CSV UTF-8"')
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise _RefusedError(line, "the line holds NUL bytes: this is no CSV file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _RefusedError(line, 'the line is not UTF-8; save the file as "CSV UTF-8"') from error


def _records(text: str) -> Iterator[_Record]:
    """Yield every record that is not blank, cleaned, with the line that it begins on."""
    first = text.split("\n", 1)[0].strip()
    skipped = 0
    if re.fullmatch(r"sep=[,;\t]", first, re.IGNORECASE):  # Excel's note to itself
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
            raise _RefusedError(begins, f"the line cannot be read as CSV: {error}") from error
        cleaned = [" ".join(clean_input(cell).split()) for cell in cells]
        if any(cleaned):
            yield _Record(begins, cleaned)
        begins = skipped + reader.line_num + 1


def _layout_of(header: _Record | None) -> "_Layout":
    found = {name.lower() for name in header.cells if name} if header else set()
    for layout in _LAYOUTS:
        if found == set(layout.columns):
            return layout
    expected = " | ".join(f"{layout.name}: {','.join(layout.columns)}" for layout in _LAYOUTS)
    raise _RefusedError(
        header.line if header else 1,
        f"unknown header ({', '.join(sorted(found)) or 'no columns'}); expected one of: {expected}",
    )


# --- from cells to rows -----------------------------------------------------------------------

type _Cells = dict[str, str]


def _read_rows(
    layout: "_Layout", header: list[str], records: Iterator[_Record], parsed: ParsedFile
) -> None:
    columns = [name.lower() for name in header]
    lines_of_code: dict[str, int] = {}
    lines_of_slug: dict[str, int] = {}
    for record in records:
        try:
            row = layout.read(record.line, _named(columns, record))
            _check(row)
            _claim(lines_of_code, row.code.casefold(), row.line, f'the code "{row.code}"')
            _claim(lines_of_slug, row.slug, row.line, f'the slug "{row.slug}"')
        except _RefusedError as refused:
            parsed.problems.append(refused.problem)
        else:
            parsed.rows.append(row)
    if not parsed.rows and not parsed.problems:
        raise _RefusedError(1, "the file has a header but no agencies")
    if layout.finish:
        parsed.rows = layout.finish(parsed.rows)


def _named(columns: list[str], record: _Record) -> _Cells:
    cells = list(record.cells)
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()  # spreadsheets pad lines with empty cells
    if len(cells) != len(columns):
        raise _RefusedError(record.line, f"{len(cells)} columns instead of {len(columns)}")
    return dict(zip(columns, cells, strict=True))


def _claim(lines: dict[str, int], value: str, line: int, what: str) -> None:
    if value in lines:
        raise _RefusedError(line, f"{what} stands on line {lines[value]} already")
    lines[value] = line


def _check(row: AgencyRow) -> None:
    """Raise for the first thing that no database would have to be asked about."""
    for label, value, limit in (
        ("code", row.code, MAX_CODE),
        ("name", row.name, MAX_NAME),
        ("short name", row.short_name, MAX_SHORT_NAME),
        ("slug", row.slug, LONGEST_SLUG),
    ):
        if not value:
            raise _RefusedError(row.line, f"the {label} is empty")
        _limit(row.line, label, value, limit)
    _check_origin(row)
    if "\ufffd" in "".join((row.code, row.name, row.short_name)):
        raise _RefusedError(row.line, "some letters were lost when the file was saved (\ufffd)")
    if row.kind not in KINDS:
        raise _RefusedError(
            row.line, f'unknown kind "{row.kind}"; expected one of {", ".join(KINDS)}'
        )
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row.slug):
        raise _RefusedError(
            row.line, f'"{row.slug}" is no slug: small letters a-z, digits, single hyphens'
        )
    if row.host_label and not re.fullmatch(r"[a-z0-9-]{1,63}", row.host_label):
        raise _RefusedError(
            row.line, f'"{row.host_label}" is no host label: letters a-z, digits, hyphens'
        )


def _check_origin(row: AgencyRow) -> None:
    for former in row.predecessors:
        _limit(row.line, "name of a former body", former.name, MAX_NAME)
        _limit(row.line, "place of a former body", former.area, MAX_NAME)
    _limit(row.line, "decree", row.legal_basis, MAX_NAME)


def _limit(line: int, label: str, value: str, limit: int) -> None:
    if len(value) > limit:
        raise _RefusedError(line, f"the {label} has more than {limit} characters")


def _date(line: int, column: str, value: str) -> date | None:
    """Read 2025-07-01 or 01/07/2025; "" gives None."""
    if not value:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise _RefusedError(line, f'{column}: "{value}" is no date; write 2025-07-01 or 01/07/2025')


def _read_2019(line: int, cells: _Cells) -> AgencyRow:
    return AgencyRow(
        line=line,
        code=cells["code"],
        name=cells["name"],
        short_name=cells["short_name"],
        kind=cells["kind"],
        parent=cells["parent"],
        slug=cells["slug"] or slug_of_agency(cells["short_name"]),
        host_label=cells["host_label"],
        aliases=aliases_in_note(cells["note"]),
        note=cells["note"],
    )


def _read_2025(line: int, cells: _Cells) -> AgencyRow:
    predecessors = distinct(
        former_body(part) for part in split_outside_brackets(cells["predecessors"], ";") if part
    )
    event = _SUCCESSION_ALIASES.get(cells["event"], cells["event"])
    if (predecessors or event) and event not in SUCCESSION_KINDS:
        expected = ", ".join(SUCCESSION_KINDS)
        raise _RefusedError(line, f'unknown event "{event}"; expected one of {expected}')
    return AgencyRow(
        line=line,
        code=cells["code"],
        name=cells["name"],
        short_name=cells["short_name"],
        kind=cells["kind"],
        parent="",
        slug=cells["slug"] or slug_of_agency(cells["short_name"]),
        valid_from=_date(line, "effective_from", cells["effective_from"]),
        predecessors=predecessors,
        succession_kind=event if predecessors else "",
        note=cells["note"],
    )


def _read_commune(line: int, cells: _Cells) -> AgencyRow:
    district = cells["former_districts"]
    place = ", ".join(part for part in (district, cells["former_province"]) if part)
    predecessors = distinct(
        former_unit(part, place, cells["former_province"])
        for part in split_outside_brackets(cells["formed_from"], ",")
        if part and cells["merged"] != "khong"
    )
    only_a_part = len(predecessors) == 1 and predecessors[0].partial
    issued = _date(line, "decree_date", cells["decree_date"])
    basis = f"{cells['decree']} ({issued:%d/%m/%Y})" if issued else cells["decree"]
    return AgencyRow(
        line=line,
        code=cells["code"],
        name=cells["agency_name"],
        short_name=re.sub(r"^(?:Ủy|Uỷ) ban nhân dân", "UBND", cells["agency_name"]),
        kind=cells["agency_kind"],
        parent=_PARENT_OF_UNIT.get(cells["parent"], cells["parent"]),
        slug=cells["slug"] or slug_of_agency(cells["agency_name"]),
        valid_from=_date(line, "effective_from", cells["effective_from"]),
        predecessors=predecessors,
        succession_kind=("chia_tach" if only_a_part else "hop_nhat") if predecessors else "",
        legal_basis=basis,
    )


def _shared_in_parts(rows: list[AgencyRow]) -> list[AgencyRow]:
    """Mark as partial every predecessor that several rows name: each took a part of it.

    The resolution writes "phần còn lại" (the rest) for the last taker alone.
    """
    takers = Counter((one.name, one.area) for row in rows for one in row.predecessors)
    return [
        replace(
            row,
            predecessors=tuple(
                one._replace(partial=one.partial or takers[one.name, one.area] > 1)
                for one in row.predecessors
            ),
        )
        for row in rows
    ]


def _under_the_province(rows: list[AgencyRow]) -> list[AgencyRow]:
    """Put the provincial bodies under the province's committee, where the file has just one."""
    provinces = [row.code for row in rows if row.kind == "ubnd_tinh"]
    if len(provinces) != 1:
        return rows
    return [row if row.code == provinces[0] else replace(row, parent=provinces[0]) for row in rows]


class _Layout(NamedTuple):
    name: str
    columns: tuple[str, ...]
    read: Callable[[int, _Cells], AgencyRow]
    finish: Callable[[list[AgencyRow]], list[AgencyRow]] | None = None


_LAYOUTS = (
    _Layout(
        "agencies of 2019",
        (
            "code",
            "name",
            "short_name",
            "kind",
            "parent",
            "slug",
            "host_label",
            "confidence",
            "note",
        ),
        _read_2019,
    ),
    _Layout(
        "agencies of 2025",
        (
            *("code", "name", "short_name", "kind", "slug", "predecessors", "event"),
            *("effective_from", "confidence", "note"),
        ),
        _read_2025,
        _under_the_province,
    ),
    _Layout(
        "communes",
        (
            *("code", "name", "short_name", "unit_kind", "agency_name", "agency_kind", "parent"),
            *("slug", "former_province", "former_districts", "formed_from", "merged", "decree"),
            *("decree_date", "effective_from"),
        ),
        _read_commune,
        _shared_in_parts,
    ),
)
