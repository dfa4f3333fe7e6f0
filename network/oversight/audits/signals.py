"""Signals: what makes a cell worth a closer look. They raise its chance to be drawn and are shown
as hints in words; they never decide anything.

Weights, words and limits are in data/audit_signals.csv.
"""

import csv
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from network.core.dates import format_day
from network.core.plausible import TextReading, read_text

from ..models import EvidenceVerdict
from ..models.audits import AuditCell
from ..sources import EvidenceRef
from ..standards import DATA
from ..verdicts.files import facts_of, measure_files
from ..verdicts.fingerprints import all_sources, substance
from .cells import Frame, GreenCell, met_counts


@dataclass(frozen=True, slots=True)
class Signal:
    """A kind of signal: how much it raises the weight of a cell, its words, and its limits."""

    key: str
    weight: int
    words: str
    limits: dict[str, int]


@cache
def all_signals() -> dict[str, Signal]:
    """Return {key: signal} of the list."""
    with (DATA / "audit_signals.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["key"]: Signal(
                row["key"], int(row["weight"]), row["words"], json.loads(row["limits"])
            )
            for row in csv.DictReader(file)
        }


type Hints = dict[tuple[str, str], list[tuple[str, str]]]
# Yields (key of the cell, words about it).
type Finder = Callable[[Frame, dict[str, int]], Iterator[tuple[tuple[str, str], str]]]


def signals_of(frame: Frame) -> Hints:
    """Return {cell: [(key of the signal, words about this cell)]}. Queries do not grow with the
    agencies; new files are read once."""
    hints: Hints = {cell.key: [] for cell in frame.cells}
    for key, finder in _FINDERS.items():
        for cell, words in finder(frame, all_signals()[key].limits):
            if key not in {known for known, _words in hints[cell]}:
                hints[cell].append((key, words))
    return hints


def weight_of(hints: list[tuple[str, str]]) -> int:
    """Return the weight of a cell with these signals."""
    return 1 + sum(all_signals()[key].weight for key, _words in hints)


def _inspected(frame: Frame) -> set[tuple[int, str]]:
    """Return (agency id, requirement key) of the cells that somebody inspected. Two queries."""
    columns = ("agency_id", "requirement__key")
    judged = AuditCell.objects.filter(judged_at__isnull=False).values_list(*columns)
    return {*judged, *EvidenceVerdict.objects.values_list(*columns)}


def _never_inspected(frame: Frame, limits: dict[str, int]) -> Iterator[Any]:
    seen = _inspected(frame)
    for cell in frame.cells:
        if (cell.agency.pk, cell.requirement.key) not in seen:
            yield cell.key, _("nobody of Sở Tư pháp has looked at this cell yet")


def _rejected_before(frame: Frame, limits: dict[str, int]) -> Iterator[Any]:
    rejected = set(EvidenceVerdict.objects.values_list("agency_id", "requirement__key"))
    for cell in frame.cells:
        if (cell.agency.pk, cell.requirement.key) in rejected:
            yield cell.key, _("evidence of this cell was not accepted before")


def _jump(frame: Frame, limits: dict[str, int]) -> Iterator[Any]:
    before = met_counts(frame.now - dt.timedelta(days=limits["days"]))
    now = met_counts(None)
    for cell in frame.cells:
        first, last = before.get(cell.agency.pk, 0), now.get(cell.agency.pk, 0)
        if last - first >= limits["cells"]:
            said = _("%(before)d → %(now)d green cells in %(days)d days")
            yield cell.key, said % {"before": first, "now": last, "days": limits["days"]}


def _same_file(frame: Frame, limits: dict[str, int]) -> Iterator[Any]:
    files = measure_files(path for _cell, path in _paths(frame))
    owners = defaultdict(set)
    for cell, path in _paths(frame):
        owners[files[path].sha256].add(cell.agency.pk)
    for cell, path in _paths(frame):
        digest = files[path].sha256
        if digest and len(owners[digest]) >= limits["agencies"]:
            said = _("the same file is used by %(number)d agencies, digest %(digest)s")
            yield cell.key, said % {"number": len(owners[digest]), "digest": digest[:8]}


def _poor_image(frame: Frame, limits: dict[str, int]) -> Iterator[Any]:
    files = facts_of(path for _cell, path in _paths(frame))
    for cell, path in _paths(frame):
        facts = files[path]
        if facts.width is None or facts.height is None:
            continue
        size = f"{facts.width} × {facts.height}"
        if facts.one_colour:
            yield cell.key, _("a picture of one colour, %s") % size
        elif min(facts.width, facts.height) < limits["pixels"]:
            yield cell.key, _("a tiny picture, %s") % size


def _same_words(frame: Frame, limits: dict[str, int]) -> Iterator[Any]:
    owners = defaultdict(set)
    for cell, text in _texts(frame):
        owners[substance(text)].add(cell.agency.pk)
    for cell, text in _texts(frame):
        number = len(owners[substance(text)])
        if len(substance(text)) >= limits["letters"] and number >= limits["agencies"]:
            yield (
                cell.key,
                _("%(number)d agencies wrote “%(words)s”")
                % {
                    "number": number,
                    "words": text.strip()[:80],
                },
            )


def _repeated_letters(frame: Frame, limits: dict[str, int]) -> Iterator[Any]:
    for cell, text in _texts(frame):
        letters = [letter for letter in text.lower() if letter.isalpha()]
        if len(letters) >= limits["least"] and len(set(letters)) <= limits["letters"]:
            yield cell.key, _("only repeated letters: “%s”") % text.strip()[:40]


def _unread_words(frame: Frame, limits: dict[str, int]) -> Iterator[Any]:
    """Yield texts that a program cannot judge: in another language, or of figures alone."""
    for cell, text in _texts(frame):
        if " " in text and read_text(text) in (TextReading.OTHER_LANGUAGE, TextReading.FIGURES):
            yield cell.key, _("not in Vietnamese, or figures alone: “%s”") % text.strip()[:40]


def _odd_date(frame: Frame, limits: dict[str, int]) -> Iterator[Any]:
    today = timezone.localdate(frame.now)
    oldest = today - dt.timedelta(days=365 * limits["years"])
    for cell, name, day in _days(frame):
        # Only a date at which something happened; validity may reach into the future.
        happened = not name.endswith(("_to", "_until"))
        if day < oldest or (happened and day > today):
            yield cell.key, _("implausible date %s") % format_day(day)


def _paths(frame: Frame) -> Iterator[tuple[GreenCell, str]]:
    """Yield each evidence file of the cells."""
    sources = all_sources()
    for cell, ref, row in _rows(frame):
        yield from ((cell, row[name]) for name in sources[ref.source].files if row[name])


def _texts(frame: Frame) -> Iterator[tuple[GreenCell, str]]:
    """Yield each text that the agency wrote itself: fields of the row, not of what it refers to."""
    sources = all_sources()
    for cell, ref, row in _rows(frame):
        for name in sources[ref.source].fields:
            if "__" not in name and isinstance(row[name], str):
                yield cell, row[name]


def _days(frame: Frame) -> Iterator[tuple[GreenCell, str, dt.date]]:
    """Yield each date of the rows, with the name of its field."""
    sources = all_sources()
    for cell, ref, row in _rows(frame):
        for name in sources[ref.source].fields:
            value = row[name]
            if isinstance(value, dt.datetime):
                yield cell, name, timezone.localdate(value)
            elif isinstance(value, dt.date):
                yield cell, name, value


def _rows(frame: Frame) -> Iterator[tuple[GreenCell, EvidenceRef, dict[str, Any]]]:
    for cell in frame.cells:
        for ref in cell.refs:
            if ref in frame.rows:
                yield cell, ref, frame.rows[ref]


_FINDERS: dict[str, Finder] = {
    "never_inspected": _never_inspected,
    "rejected_before": _rejected_before,
    "jump": _jump,
    "same_file": _same_file,
    "same_words": _same_words,
    "poor_image": _poor_image,
    "repeated_letters": _repeated_letters,
    "unread_words": _unread_words,
    "odd_date": _odd_date,
}
