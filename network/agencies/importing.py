"""Parse agencies from CSV files in three layouts, with plain English problems.

Pure, without Django. Checks that need the database (existing code, parent, slug) belong to
`import_services`. A file with any problem is meant to be refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from network.agencies.import_cells import Predecessor
from network.agencies.import_layouts import LAYOUTS, Cells, Layout
from network.agencies.import_rows import AgencyImportProblem, AgencyRow, RefusedError, _
from network.agencies.kinds import KINDS
from network.agencies.slugs import LONGEST_SLUG
from network.core.uploaded_tables import TableRow, UnreadableTable, csv_rows

_CODE_TWICE = _('the code "%(value)s" stands on line %(first)s already')
_SLUG_TWICE = _('the slug "%(value)s" stands on line %(first)s already')
MAX_CODE, MAX_NAME, MAX_SHORT_NAME = 40, 255, 120

__all__ = ["AgencyImportProblem", "AgencyRow", "ParsedFile", "Predecessor", "read_agencies"]


@dataclass(slots=True)
class ParsedFile:
    """A parsed file. `rows` holds the valid rows; refuse the file if `problems` is not empty."""

    filename: str
    layout: str = ""
    rows: list[AgencyRow] = field(default_factory=list)
    problems: list[AgencyImportProblem] = field(default_factory=list)


def read_agencies(data: bytes, *, filename: str) -> ParsedFile:
    """Parse agencies from a CSV file (UTF-8; comma, semicolon or tab; at most 5 MiB).

    Never raises for a bad file: `problems` has each problem with its line.
    """
    parsed = ParsedFile(filename)
    try:
        records = csv_rows(data)
        header = next(records, None)
        layout = _layout_of(header)
        parsed.layout = layout.name
        _read_rows(layout, header.cells if header else (), records, parsed)
    except RefusedError as refused:
        parsed.problems.append(refused.problem)
    except UnreadableTable as broken:
        parsed.problems.append(AgencyImportProblem(broken.line, broken.text, broken.values))
    parsed.problems.sort(key=lambda problem: problem.line)
    return parsed


def _layout_of(header: TableRow | None) -> Layout:
    found = {name.lower() for name in header.cells if name} if header else set()
    for layout in LAYOUTS:
        if found == set(layout.columns):
            return layout
    expected = " | ".join(f"{layout.name}: {','.join(layout.columns)}" for layout in LAYOUTS)
    raise RefusedError(
        header.line if header else 1,
        _("unknown header (%(found)s); expected one of: %(expected)s"),
        found=", ".join(sorted(found)) or "–",
        expected=expected,
    )


# --- from cells to rows -----------------------------------------------------------------------


def _read_rows(
    layout: Layout, header: tuple[str, ...], records: Iterator[TableRow], parsed: ParsedFile
) -> None:
    """Add the rows of the file and its problems to `parsed`. Raises RefusedError for a file without
    agencies."""
    columns = [name.lower() for name in header]
    lines_of_code: dict[str, int] = {}
    lines_of_slug: dict[str, int] = {}
    for record in records:
        try:
            row = layout.read(record.line, _named(columns, record))
            _check(row)
            _claim(lines_of_code, row.code.casefold(), row, _CODE_TWICE, row.code)
            _claim(lines_of_slug, row.slug, row, _SLUG_TWICE, row.slug)
        except RefusedError as refused:
            parsed.problems.append(refused.problem)
        else:
            parsed.rows.append(row)
    if not parsed.rows and not parsed.problems:
        raise RefusedError(1, _("the file has a header but no agencies"))
    if layout.finish:
        parsed.rows = layout.finish(parsed.rows)


def _named(columns: list[str], record: TableRow) -> Cells:
    cells = list(record.cells)
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()  # spreadsheets pad lines with empty cells
    if len(cells) != len(columns):
        text = _("%(found)s columns instead of %(wanted)s")
        raise RefusedError(record.line, text, found=len(cells), wanted=len(columns))
    return dict(zip(columns, cells, strict=True))


def _claim(lines: dict[str, int], key: str, row: AgencyRow, text: str, value: str) -> None:
    if key in lines:
        raise RefusedError(row.line, text, value=value, first=lines[key])
    lines[key] = row.line


def _check(row: AgencyRow) -> None:
    """Raise RefusedError for the first problem that can be found without the database."""
    for label, value, limit in (
        (_("code"), row.code, MAX_CODE),
        (_("name"), row.name, MAX_NAME),
        (_("short name"), row.short_name, MAX_SHORT_NAME),
        (_("slug"), row.slug, LONGEST_SLUG),
    ):
        if not value:
            raise RefusedError(row.line, _("the %(label)s is empty"), label=label)
        _limit(row.line, label, value, limit)
    _check_origin(row)
    if "\ufffd" in "".join((row.code, row.name, row.short_name)):
        raise RefusedError(row.line, _("some letters were lost when the file was saved"))
    if row.kind not in KINDS:
        text = _('unknown kind "%(kind)s"; expected one of %(expected)s')
        raise RefusedError(row.line, text, kind=row.kind, expected=", ".join(KINDS))
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row.slug):
        text = _('"%(slug)s" is no slug: small letters a-z, digits, single hyphens')
        raise RefusedError(row.line, text, slug=row.slug)
    if row.host_label and not re.fullmatch(r"[a-z0-9-]{1,63}", row.host_label):
        text = _('"%(host)s" is no host label: letters a-z, digits, hyphens')
        raise RefusedError(row.line, text, host=row.host_label)


def _check_origin(row: AgencyRow) -> None:
    for former in row.predecessors:
        _limit(row.line, _("name of a former body"), former.name, MAX_NAME)
        _limit(row.line, _("place of a former body"), former.area, MAX_NAME)
    _limit(row.line, _("decree"), row.legal_basis, MAX_NAME)


def _limit(line: int, label: str, value: str, limit: int) -> None:
    if len(value) > limit:
        text = _("the %(label)s has more than %(limit)s characters")
        raise RefusedError(line, text, label=label, limit=limit)
