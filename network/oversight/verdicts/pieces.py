"""Evidence of a cell as shown to people: each piece with the fields and files it is judged by."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Field, Model
from django.urls import reverse

from network.core.dates import format_day, format_moment

from ..models.verdicts import EvidenceFile
from ..outcomes import Evidence
from ..sources import EvidenceRef, EvidenceSource
from .files import facts_of
from .fingerprints import all_sources, rows_of


@dataclass(frozen=True, slots=True)
class PieceFile:
    """A file of evidence: its address, whether a browser shows it as a picture, and its size."""

    url: str
    is_picture: bool
    facts: EvidenceFile

    @property
    def size(self) -> str:
        """Return width × height of a picture."""
        return f"{self.facts.width} × {self.facts.height}" if self.is_picture else ""


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A row that a piece rests on. `value` is its value in the form that rejects rows."""

    value: str
    label: str
    facts: list[tuple[str, str]]
    files: list[PieceFile]
    address: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence with the rows that it rests on."""

    part: Evidence
    rows: list[PieceRow]


def pieces_of(evidence: tuple[Evidence, ...]) -> list[Piece]:
    """Return the pieces of a cell, those that count first. One query per source."""
    wanted: dict[str, set[int]] = {}
    for part in evidence:
        for ref in part.rests:
            wanted.setdefault(ref.source, set()).add(ref.pk)
    sources = all_sources()
    rows = {
        sources[key].of(row["pk"]): row
        for key, pks in wanted.items()
        for row in rows_of(sources[key], pks)
    }
    files = facts_of(row[name] for ref, row in rows.items() for name in sources[ref.source].files)
    ordered = sorted(evidence, key=lambda part: not part.fine)
    return [
        Piece(
            part,
            [_row(sources[ref.source], ref, rows[ref], files) for ref in part.rests if ref in rows],
        )
        for part in ordered
    ]


def _row(
    source: EvidenceSource, ref: EvidenceRef, row: Mapping[str, Any], files: dict[str, EvidenceFile]
) -> PieceRow:
    facts = [(_field(source.model, name), row[name]) for name in source.fields]
    return PieceRow(
        value_of(ref),
        source.label,
        [(str(field.verbose_name), _words(field, value)) for field, value in facts if value],
        [_file(source, ref.pk, files[row[name]]) for name in source.files if row[name]],
        source.address(ref.pk),
    )


def value_of(ref: EvidenceRef) -> str:
    """Return the value of a row in a form."""
    return f"{ref.source}:{ref.pk}"


def ref_of(value: str) -> EvidenceRef:
    """Parse a value of the form. Raises ValueError for anything else."""
    source, _colon, pk = value.partition(":")
    return EvidenceRef(source, int(pk))


def _field(model: type[Model], name: str) -> Any:
    """Return the field of a name that may follow foreign keys."""
    first, _step, rest = name.partition("__")
    field = model._meta.get_field(first)
    return _field(field.related_model, rest) if rest else field  # type: ignore[arg-type]


def _words(field: "Field[Any, Any]", value: object) -> str:
    """Return a value in words: dates in Vietnamese order, choices by their label."""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dt.datetime):
        return format_moment(value)
    return format_day(value) if isinstance(value, dt.date) else str(value)


def _file(source: EvidenceSource, pk: int, facts: EvidenceFile) -> PieceFile:
    if source.file_url_name:
        url = reverse(source.file_url_name, args=[pk])
    else:
        url = default_storage.url(facts.path)
    return PieceFile(url, facts.width is not None, facts)
