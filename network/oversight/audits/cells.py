"""The green cells from which an audit is drawn, with the rows that they rest on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from network.agencies.models import Agency

from ..models import Requirement, Standard, Status
from ..outcomes import Participants
from ..running import found_by_check, participating_agencies
from ..selectors import findings_at
from ..sources import EvidenceRef
from ..verdicts.fingerprints import all_sources, rows_of


@dataclass(frozen=True, slots=True)
class GreenCell:
    """A met cell, with the rows that it rests on."""

    agency: Agency
    requirement: Requirement
    refs: tuple[EvidenceRef, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Return what identifies the cell in the frame of a draw: agency code, requirement key."""
        return self.agency.code, self.requirement.key


@dataclass(frozen=True, slots=True)
class Frame:
    """All green cells at a moment and the fields of the rows that they rest on."""

    now: dt.datetime
    cells: list[GreenCell]
    rows: Mapping[EvidenceRef, dict[str, Any]] = field(default_factory=dict)


def green_cells(standard: Standard, now: dt.datetime) -> Frame:
    """Check all agencies and return the cells that are met.

    The number of queries does not grow with the agencies. Pages are left out of the rows, as in the
    nightly check: there may be 100,000 of them.
    """
    day = timezone.localdate(now)
    agencies = list(participating_agencies(day))
    participants = Participants(agencies, day, frozenset())
    met = set(
        findings_at()
        .filter(requirement__standard=standard, status=Status.MET)
        .values_list("agency_id", "requirement_id")
    )
    requirements = Requirement.objects.valid_on(day).filter(standard=standard, of_overseer=False)
    cells: list[GreenCell] = []
    with translation.override(settings.LANGUAGE_CODE):
        for requirement in requirements:
            found = found_by_check(requirement, participants) or {}
            for agency in agencies:
                if (agency.pk, requirement.pk) in met and agency.pk in found:
                    parts = [part for part in found[agency.pk].evidence if part.fine]
                    refs = dict.fromkeys(ref for part in parts for ref in part.rests)
                    cells.append(GreenCell(agency, requirement, tuple(refs)))
    return Frame(now, cells, _rows(cells))


def _rows(cells: list[GreenCell]) -> dict[EvidenceRef, dict[str, Any]]:
    """Return {reference: fields} of all rows. One query per source."""
    sources, wanted = all_sources(), dict[str, set[int]]()
    for cell in cells:
        for ref in cell.refs:
            wanted.setdefault(ref.source, set()).add(ref.pk)
    return {
        sources[key].of(row["pk"]): row
        for key, pks in wanted.items()
        for row in rows_of(sources[key], pks)
    }


def met_counts(at: dt.datetime | None) -> dict[int, int]:
    """Return {agency id: number of met requirements} now or at a moment. One query."""
    counts: dict[int, int] = {}
    rows: Any = findings_at(at).filter(status=Status.MET)
    for agency in rows.values_list("agency_id", flat=True):
        counts[agency] = counts.get(agency, 0) + 1
    return counts
