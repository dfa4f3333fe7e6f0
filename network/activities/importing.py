"""Parse activities from a workbook, with problems by line. Does not write anything.

The columns are those of the diary's own XLSX export, in any order. Any problem refuses the whole
file, and all problems are reported at once (ADR 7).
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.export import plain_cell
from network.core.money import MOST_DONG, group_thousands, parse_grouped
from network.core.text import clean_input, fold
from network.core.uploaded_tables import UnreadableTable, workbook_rows

from .models import MOST_COUNTED, NAME_LENGTH, TEXT_LENGTH

MOST_LINES = 2000


@dataclass(frozen=True, slots=True)
class ActivityImportProblem:
    """A problem in a line, or in the whole file (`line` is None)."""

    line: int | None
    words: str

    def __str__(self) -> str:
        if self.line is None:
            return capfirst(self.words)
        return _("Line %(line)d: %(words)s") % {"line": self.line, "words": self.words}


@dataclass(slots=True)
class Parsed:
    """A parsed workbook. `rows` are the valid ones; refuse the file if there are `problems`."""

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[ActivityImportProblem] = field(default_factory=list)


class Unreadable(ValueError):
    """A cell, or the whole file, cannot be understood. The message gives the reason."""


type Reader = Callable[[Any, Mapping[str, Any]], Any]


def _text(value: Any, known: Mapping[str, Any], most: int = TEXT_LENGTH) -> str:
    words = clean_input(plain_cell(str(value)))
    if len(words) > most:
        raise Unreadable(_("more than %d characters") % most)
    return words


def _line(value: Any, known: Mapping[str, Any]) -> str:
    return " ".join(_text(value, known, NAME_LENGTH).split())


def _day(value: Any, known: Mapping[str, Any]) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.datetime.strptime(str(value).strip(), "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError as error:
        raise Unreadable(_("no day; write 20/11/2026")) from error


def _number(value: Any, known: Mapping[str, Any], most: int = MOST_COUNTED) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool):
        number: float = value
    else:
        try:
            number = parse_grouped(str(value).strip())
        except ValueError as error:
            raise Unreadable(_("no whole number; write 1.250")) from error
    # 1E400 is infinite, which int() cannot convert.
    if number > most:
        raise Unreadable(_("more than %s") % group_thousands(most))
    if number < 0 or number != int(number):
        raise Unreadable(_("no whole number; write 1.250"))
    return int(number)


def _dong(value: Any, known: Mapping[str, Any]) -> int:
    return _number(value, known, MOST_DONG)


def _named(value: Any, known: Mapping[str, Any]) -> Any:
    found = known.get(fold(str(value)))
    if found is None:
        raise Unreadable(_("“%s” is not in the list") % str(value)[:80])
    return found


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, how to parse a cell, and whether a value is required."""

    head: str | Promise
    read: Reader
    is_required: bool = False


COLUMNS: dict[str, Column] = {
    "held_on": Column(gettext_lazy("Day"), _day, is_required=True),
    "form": Column(gettext_lazy("Form"), _named, is_required=True),
    "title": Column(gettext_lazy("What it was about"), _line, is_required=True),
    "attendances": Column(gettext_lazy("Attendances"), _number),
    "women": Column(gettext_lazy("Of these, women"), _number),
    "minority": Column(gettext_lazy("Of these, ethnic minorities"), _number),
    "quantity": Column(gettext_lazy("Number of copies, broadcasts, pieces"), _number),
    "quantity_minority": Column(gettext_lazy("Of the copies, in a minority language"), _number),
    "place": Column(gettext_lazy("Place"), _line),
    "commune": Column(gettext_lazy("Commune or ward"), _named),
    "audience": Column(gettext_lazy("Audience"), _named),
    "topic": Column(gettext_lazy("Topic"), _named),
    "in_charge": Column(gettext_lazy("In charge"), _line),
    "budget": Column(gettext_lazy("From the budget (đồng)"), _dong),
    "other_funds": Column(gettext_lazy("From other sources (đồng)"), _dong),
    "note": Column(gettext_lazy("Result, remarks"), _text),
}


def read_activities(data: bytes, known: Mapping[str, Mapping[str, Any]]) -> Parsed:
    """Parse a workbook. `known` maps column and folded name to a value, as `known_names`.

    An unreadable file becomes a problem of the result.
    """
    parsed = Parsed()
    try:
        lines = list(workbook_rows(data, most_lines=MOST_LINES))
        columns = _columns(lines[0].cells if lines else ())
        for line, cells in lines[1:]:
            _read_line(line, dict(zip(columns, cells, strict=False)), known, parsed)
        if len(lines) == 1:
            raise Unreadable(_("the file has a head but no activities"))
    except UnreadableTable as broken:
        words = _(broken.text) % broken.values
        parsed.problems.append(ActivityImportProblem(None, words))
    except Unreadable as error:
        parsed.problems.append(ActivityImportProblem(None, str(error)))
    return parsed


def _columns(head: tuple[Any, ...]) -> list[str]:
    names = {fold(str(column.head)): name for name, column in COLUMNS.items()}
    # Unknown columns are ignored, such as the agency in the diary's own export.
    columns = [names.get(fold(str(cell or "")), "") for cell in head]
    missing = [
        str(column.head)
        for name, column in COLUMNS.items()
        if column.is_required and name not in columns
    ]
    if missing:
        raise Unreadable(_("the head lacks: %s") % ", ".join(missing))
    return columns


def _read_line(
    line: int, cells: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], parsed: Parsed
) -> None:
    row: dict[str, Any] = {}
    wrong: list[str] = []
    for name, column in COLUMNS.items():
        value = cells.get(name)
        if value is None or not clean_input(str(value)):
            if column.is_required:
                wrong.append(_("%s is missing") % column.head)
            continue
        try:
            row[name] = column.read(value, known.get(name, {}))
        except Unreadable as error:
            wrong.append(f"{column.head}: {error}")
    if wrong:
        parsed.problems += [ActivityImportProblem(line, words) for words in wrong]
    else:
        parsed.rows.append((line, row))
