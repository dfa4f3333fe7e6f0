"""Read the standard's CSV file and load it, with its periods of validity."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from network.core.text import clean_input

from .wording import PLACES

COLUMNS = (
    *("key", "parent", "order", "criterion", "title", "asks", "kind", "threshold", "good"),
    *("total", "none_counts_as_met", "weight", "effort", "act", "annex", "valid_from", "valid_to"),
)
DATA = Path(__file__).resolve().parent / "data"
_KINDS = ("share", "count", "by_hand", "all", "some")
_PARTS = ("all", "some")
_LENGTHS = {
    **dict.fromkeys(("key", "parent"), 12),
    **dict.fromkeys(("criterion", "good", "total", "annex"), 120),
    "title": 200,
    "asks": 500,
}


class WrongIndicators(ValueError):
    """The file is refused. `problems` has one English sentence for each, with its line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """A line of the file, with the fields of CommuneIndicator."""

    key: str
    parent: str
    order: int
    criterion: str
    title: str
    asks: str
    kind: str
    threshold: int
    good: str
    total: str
    none_counts_as_met: bool
    weight: int
    effort: int
    act: str
    annex: str
    valid_from: dt.date
    valid_to: dt.date | None
    line: int = field(compare=False)

    @property
    def values(self) -> dict[str, Any]:
        """Return the fields of the model."""
        return {name: value for name, value in asdict(self).items() if name != "line"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Numbers of lines added, changed, ended or removed, and left as they were."""

    added: int
    changed: int
    ended: int
    unchanged: int


def read_indicators(path: Path) -> list[IndicatorLine]:
    """Return the lines of a CSV file (UTF-8), whose figure sources `check_sources` checks.

    Raises WrongIndicators with all problems.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
            raise WrongIndicators([f"The header lacks: {', '.join(missing)}."])
        rows = [(reader.line_num, row) for row in reader]
    lines: list[IndicatorLine] = []
    problems: list[str] = []
    for number, row in rows:
        try:
            lines.append(_line(number, row))
        except ValueError as error:
            problems.append(f"Line {number}: {error}")
    problems += [each for line in lines for each in _faults(line, lines)]
    if problems or not lines:
        raise WrongIndicators(problems or ["The file has no lines."])
    return lines


def _line(number: int, row: Mapping[str, str | None]) -> IndicatorLine:
    """Return a line with its values converted. Raises ValueError."""
    cells = {name: " ".join(clean_input(row[name] or "").split()) for name in COLUMNS}
    for name in ("key", "title", "asks", "kind", "valid_from"):
        if not cells[name]:
            raise ValueError(f"{name} is empty")
    for name, most in _LENGTHS.items():
        if len(cells[name]) > most:
            raise ValueError(f"{name} has more than {most} characters")
    if cells["kind"] not in _KINDS:
        raise ValueError(f"unknown kind {cells['kind']!r}; expected one of {', '.join(_KINDS)}")
    if cells["act"] and cells["act"] not in PLACES:
        raise ValueError(f"unknown act {cells['act']!r}; expected one of {', '.join(PLACES)}")
    numbers = {
        name: _number(name, cells[name], default)
        for name, default in (("order", 0), ("threshold", 0), ("weight", 1), ("effort", 3))
    }
    days = {name: _day(name, cells[name]) for name in ("valid_from", "valid_to")}
    if days["valid_to"] and days["valid_from"] and days["valid_to"] < days["valid_from"]:
        raise ValueError("valid_to lies before valid_from")
    none = bool(cells["none_counts_as_met"])
    fields: dict[str, Any] = {**cells, **numbers, **days, "none_counts_as_met": none}
    return IndicatorLine(**fields, line=number)


def _number(name: str, text: str, default: int) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < len("100000")):
        raise ValueError(f"{name} is no whole number: {text!r}")
    return int(text)


def _day(name: str, text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(f"{name} is no day (2026-01-01): {text!r}") from error


def _faults(line: IndicatorLine, lines: Sequence[IndicatorLine]) -> Iterator[str]:
    """Yield what is wrong with a line beside the others: periods, parents, and figure sources."""
    for other in lines:
        if other.key == line.key and other.line < line.line and _overlap(line, other):
            yield f"Line {line.line}: {line.key} is in force twice; see line {other.line}."
    parts = [each for each in lines if each.parent == line.key]
    if line.parent and not any(
        each.key == line.parent and each.kind in _PARTS and not each.parent for each in lines
    ):
        yield f"Line {line.line}: no indicator of parts has the key {line.parent!r}."
    if line.kind in _PARTS and not parts:
        yield f"Line {line.line}: {line.key} has no parts."


def check_sources(lines: Iterable[IndicatorLine]) -> None:
    """Raise WrongIndicators if a line names an unknown figure source, or lacks one."""
    checked = (each for line in lines if line.kind not in _PARTS for each in _source_faults(line))
    if problems := list(checked):
        raise WrongIndicators(problems)


def _source_faults(line: IndicatorLine) -> Iterator[str]:
    # Imported here, because migrations read the file before all models of other rooms exist.
    from .sources import dictionary, source_named

    needed = {"share": ("good", "total"), "count": ("good",)}.get(line.kind, ())
    for name in ("good", "total"):
        source = getattr(line, name)
        if not source:
            if name in needed:
                yield f"Line {line.line}: {name} must name a figure source."
            continue
        try:
            source_named(source)
        except KeyError:
            near = get_close_matches(source, [known for known, _words in dictionary()], n=3)
            hint = f" Did you mean {', '.join(near)}?" if near else ""
            yield (
                f"Line {line.line}: unknown figure source {source!r}.{hint} "
                "`manage.py load_commune_standard --sources` lists all."
            )


def _overlap(one: IndicatorLine, other: IndicatorLine) -> bool:
    ends = [each.valid_to or dt.date.max for each in (one, other)]
    return one.valid_from <= ends[1] and other.valid_from <= ends[0]


def load_indicators(model: Any, lines: Iterable[IndicatorLine], *, today: dt.date) -> Loaded:
    """Make the table of indicators `model` equal to the file.

    A row is known by key and first day. A row that the file no longer has ends yesterday, or is
    removed if it never was in force. The caller opens the transaction. Also used by migrations.
    """
    known = {(row.key, row.valid_from): row for row in model.objects.select_for_update()}
    added = changed = unchanged = 0
    for line in lines:
        row = known.pop((line.key, line.valid_from), None)
        if row is None:
            model.objects.create(**line.values)
            added += 1
        elif any(getattr(row, name) != value for name, value in line.values.items()):
            model.objects.filter(pk=row.pk).update(**line.values)
            changed += 1
        else:
            unchanged += 1
    return Loaded(added, changed, _end(model, known.values(), today), unchanged)


def _end(model: Any, rows: Iterable[Any], today: dt.date) -> int:
    yesterday, ended = today - dt.timedelta(days=1), 0
    for row in rows:
        if row.valid_from > yesterday:
            model.objects.filter(pk=row.pk).delete()
        elif row.valid_to is None or row.valid_to > yesterday:
            model.objects.filter(pk=row.pk).update(valid_to=yesterday)
        else:
            continue
        ended += 1
    return ended
