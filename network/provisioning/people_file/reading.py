"""Parse a file of people into rows, with the problems of each cell. Does not use the database."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.names import canonical_name
from network.agencies.models import Role
from network.core.day_rules import why_impossible
from network.core.export import FORMULA_STARTS, plain_cell
from network.core.plausible import TextReading, read_text
from network.core.text import clean_input
from network.core.uploaded_tables import (
    TableRow,
    UnreadableTable,
    csv_rows,
    day_of,
    is_workbook,
    workbook_rows,
)

from .words import COLUMN, ROLE, keys_by_word, plain, words_of

MOST_LINES = 5000
# Longest text of a column; the others are dates or looked up in lists.
LENGTHS = {"full_name": 200, "email": 254, "decision_number": 60}
# In the order of the template. Columns in REQUIRED must exist and be filled in.
COLUMNS = (
    *("agency", "full_name", "email", "role", "decision_number"),
    *("valid_from", "valid_to", "decided_on"),
)
REQUIRED = ("full_name", "email", "role", "decision_number")
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a line, or the whole file (`line` 0), is refused: column, value, reason, what to do."""

    line: int
    reason: str
    column: str = ""
    value: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line: a person in a role at an agency. `agency` and `agency_name` are as typed, and at
    least one is filled in."""

    line: int
    agency: str
    agency_name: str
    full_name: str
    email: str
    role: Role
    decision_number: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    decided_on: dt.date | None


@dataclass(slots=True)
class ParsedPeople:
    """A parsed file: header cells, all lines as read, the valid rows, and the problems."""

    heads: tuple[str, ...] = ()
    lines: list[TableRow] = field(default_factory=list)
    rows: list[PersonRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    # Header as shown in messages ("D. Thư điện tử"), by column.
    shown: dict[str, str] = field(default_factory=dict)


class _BadCell(ValueError):
    """A cell cannot be accepted: reason, and what to write instead."""

    def __init__(self, reason: str, fix: str = "") -> None:
        super().__init__(reason)
        self.reason, self.fix = reason, fix


def read_people(data: bytes) -> ParsedPeople:
    """Parse a CSV file or workbook of people. A file that cannot be read becomes a problem."""
    parsed = ParsedPeople()
    try:
        rows = (
            list(workbook_rows(data, most_lines=MOST_LINES, formulas=True))
            if is_workbook(data)
            else list(csv_rows(data))
        )
    except UnreadableTable as broken:
        parsed.problems.append(RowProblem(broken.line, _(broken.text) % broken.values))
        return parsed
    if rows:
        heads = [_text(cell) for cell in rows[0].cells]
        # Workbooks pad their lines with empty cells.
        while heads and not heads[-1]:
            heads.pop()
        parsed.heads = tuple(heads)
        parsed.lines = rows[1:]
    columns = _columns(parsed)
    if not parsed.problems:
        for row in parsed.lines:
            _read(row, columns, parsed)
    return parsed


def _columns(parsed: ParsedPeople) -> dict[str, int]:
    """Return {column: its place}; records a problem for missing and repeated columns."""
    known = keys_by_word(COLUMN)
    columns: dict[str, int] = {}
    for place, head in enumerate(parsed.heads):
        key = known.get(plain(head))
        if key in columns:
            reason = _("two columns say the same")
            parsed.problems.append(RowProblem(0, reason, column=head))
        elif key:
            columns[key] = place
            parsed.shown[key] = f"{_letter(place)}. {head}"
    needed = [words_of(COLUMN)[key][0] for key in REQUIRED if key not in columns]
    if not {"agency", "agency_name"} & columns.keys():
        needed.insert(0, words_of(COLUMN)["agency"][0])
    if needed:
        reason = _("the header lacks: %s") % ", ".join(needed)
        fix = _("take the template, or name the columns as in it")
        parsed.problems.append(RowProblem(0, reason, fix=fix))
    elif not parsed.lines:
        parsed.problems.append(RowProblem(0, _("the file has a header but no people")))
    elif len(parsed.lines) > MOST_LINES:
        reason = _("at most %(most)d lines are read at once") % {"most": MOST_LINES}
        parsed.problems.append(RowProblem(0, reason))
    return columns


def _letter(place: int) -> str:
    first, last = divmod(place, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)


def _read(row: TableRow, columns: Mapping[str, int], parsed: ParsedPeople) -> None:
    """Add the row, or a problem for each of its wrong cells."""
    found: dict[str, Any] = {"line": row.line, "agency": "", "agency_name": ""}
    before = len(parsed.problems)
    for key in (*COLUMNS, "agency_name"):
        place = columns.get(key)
        value = row.cells[place] if place is not None and place < len(row.cells) else None
        try:
            found[key] = _cell(key, value)
        except _BadCell as bad:
            parsed.problems.append(_problem(row.line, key, value, bad, parsed))
    if not (found["agency"] or found["agency_name"]) and len(parsed.problems) == before:
        key = "agency" if "agency" in columns else "agency_name"
        fix = _("the agency's code, for example %s") % "SO-TU-PHAP"
        empty = _BadCell(_("the cell is empty"), fix)
        parsed.problems.append(_problem(row.line, key, None, empty, parsed))
    if len(parsed.problems) == before:
        parsed.rows.append(PersonRow(**found))


def _problem(line: int, key: str, value: Any, bad: _BadCell, parsed: ParsedPeople) -> RowProblem:
    return RowProblem(
        line,
        bad.reason,
        column=parsed.shown.get(key, words_of(COLUMN)[key][0]),
        value=_text(value)[:_SHOWN],
        fix=bad.fix,
    )


def _cell(key: str, value: Any) -> Any:
    """Return the value of a cell for its column. Raises _BadCell."""
    text = _text(value)
    if text and text[0] in FORMULA_STARTS:
        raise _BadCell(_("this is a formula, or looks like one"), _("write the plain value"))
    if not text:
        if key in REQUIRED:
            raise _BadCell(_("the cell is empty"), _("for example %s") % _EXAMPLES[key])
        return None if key in _DAYS else ""
    if len(text) > LENGTHS.get(key, 255):
        raise _BadCell(_("more than %d characters") % LENGTHS.get(key, 255))
    if key in _DAYS:
        return _day(key, value)
    return _READERS[key](text) if key in _READERS else text


def _text(value: Any) -> str:
    """Return a cell's text: composed, without invisible letters, on one line."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    return " ".join(clean_input(plain_cell(str(value))).split())


def _email(text: str) -> str:
    email = canonical_name(text)
    example = _("for example %s") % _EXAMPLES["email"]
    name, at, domain = email.rpartition("@")
    if not at or not name:
        raise _BadCell(_("there is no @ in it"), example)
    if "." not in domain:
        raise _BadCell(_("the domain after @%s is incomplete") % domain, example)
    try:
        validate_email(email)
    except ValidationError as error:
        raise _BadCell(_("this is no mail address"), example) from error
    return email


def _role(text: str) -> Role:
    key = keys_by_word(ROLE).get(plain(text))
    if key is None:
        names = ", ".join(words[0].lower() for words in words_of(ROLE).values())
        raise _BadCell(_("there is no such role"), _("one of: %s") % names)
    return Role(key)


def _name(text: str) -> str:
    """Return the name. Raises _BadCell for one of a single part or without a word."""
    if " " not in text or read_text(text, least=1) is TextReading.WORDLESS:
        raise _BadCell(_("this is no full name"), _("for example %s") % _EXAMPLES["full_name"])
    return text


def _number(text: str) -> str:
    """Return the number of a document. Raises _BadCell unless it has digits and letters."""
    if not (any(map(str.isdecimal, text)) and any(map(str.isalpha, text))):
        raise _BadCell(
            _("this is no number of a decision"),
            _("for example %s") % _EXAMPLES["decision_number"],
        )
    return text


def _day(key: str, value: Any) -> dt.date:
    try:
        day = day_of(value if isinstance(value, dt.date) else _text(value))
    except ValueError as error:
        raise _BadCell(_("there is no such day"), _("as in %s") % "28/02/2026") from error
    if sentence := why_impossible(_DAYS[key], day, today=timezone.localdate()):
        raise _BadCell(sentence)
    return day


_EXAMPLES = {
    "full_name": "Lê Thị Lan",
    "email": "lan.mau@gialai.gov.vn",
    "role": "Người viết",
    "decision_number": "12/QĐ-SYT",
}
# With their kinds in `network.core.day_rules`.
_DAYS = {"valid_from": "any", "valid_to": "any", "decided_on": "deed"}
_READERS: Mapping[str, Callable[[str], Any]] = {
    "email": _email,
    "full_name": _name,
    "role": _role,
    "decision_number": _number,
}


def cells_as_text(row: TableRow, width: int) -> Sequence[str]:
    """Return the cells of a line as text, exactly `width` of them, for a file with its errors."""
    cells = [_text(cell) for cell in row.cells[:width]]
    return [*cells, *[""] * (width - len(cells))]
