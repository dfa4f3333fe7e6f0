"""Compare our parsing of headings with the table's own columns."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from network.core.text import fold

from ..bodies import IssuingBodies
from ..facts import DocumentFacts
from ..numbers.headings import read_heading
from .tables import ImportedRow

# The Council of Judges is part of the court; tables give either name.
_ORGANS = {"hoi dong tham phan toa an nhan dan toi cao": "tandtc"}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A difference: `part` is number, type, body or date; `read` comes from the heading ("" if
    missing), `given` from the column."""

    line: int
    part: str
    read: str
    given: str


def compare(rows: Sequence[ImportedRow]) -> list[Disagreement]:
    """Return the differences between parsed headings and columns.

    An empty column is not compared; a value missing in the heading counts as a difference.
    """
    bodies = IssuingBodies()
    return [
        Disagreement(row.line, part, read, given)
        for row in rows
        if row.facts
        for part, read, given in _parts(row, row.facts, bodies)
        if given and read != given
    ]


def _parts(
    row: ImportedRow, facts: DocumentFacts, bodies: IssuingBodies
) -> list[tuple[str, str, str]]:
    heading = read_heading(row.raw_title)
    if heading is None:
        return [("number", "", facts.number)]
    number, day = heading.number, heading.issued_on
    read = bodies.keys_of(number=number, kind=number.type or "", said=heading.body, day=day)
    given = bodies.keys_of(number=None, kind="", said=facts.issuer, day=facts.issued_on)
    return [
        ("number", str(number), facts.number),
        ("type", fold(number.type_word or ""), fold(row.type_word)),
        ("body", _listed(read), _listed(given)),
        ("date", _iso(day), _iso(facts.issued_on)),
    ]


def _listed(bodies: Iterable[str]) -> str:
    return " + ".join(sorted(_ORGANS.get(body, body) for body in bodies))


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
