"""The one place where verdicts and sample audits change what a check has found.

`check_agencies` passes the outcomes of every check through `Rejections.apply`; the checks
themselves know nothing of verdicts.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Requirement, Status
from ..models.audits import AuditCell
from ..models.verdicts import EvidenceVerdict, VerdictOutcome
from ..outcomes import CheckOutcome, Evidence, without
from ..proofs import DECLARATION
from ..sources import EvidenceRef
from .fingerprints import Prints, fingerprints, wording
from .reasons import all_reasons, reason_words

# Standard and key of a requirement: its rows are replaced when a threshold changes.
type RequirementKey = tuple[int, str]
# Key of the source and fingerprints of a row that evidence rests on.
type RowKey = tuple[str, Prints]
_NO_PRINTS = Prints("")


@dataclass(slots=True)
class CellRejection:
    """What is rejected in one cell: single pieces of evidence, and cells as a whole.

    Evidence is identified by (key of its source, fingerprint); values are the reasons.
    """

    single: dict[tuple[str, str], str] = field(default_factory=dict)
    whole: dict[int, set[tuple[str, str]]] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)

    def add(self, verdict: int, reason: str, item: tuple[str, str], *, of_cell: bool) -> None:
        """Add an item of a verdict; `reason` in words. ("", "") stands for a verdict without."""
        self.reasons[verdict] = reason
        items = {item} if item[1] else set()
        if of_cell:
            self.whole.setdefault(verdict, set()).update(items)
        else:
            self.single |= dict.fromkeys(items, reason)

    def joined(self, other: "CellRejection | None") -> "CellRejection":
        """Return what this or the other rejects."""
        if other is None:
            return self
        return CellRejection(
            other.single | self.single, other.whole | self.whole, other.reasons | self.reasons
        )

    @property
    def sources(self) -> set[str]:
        """Return the keys of the sources of which something is rejected."""
        named = [*self.single, *(each for items in self.whole.values() for each in items)]
        return {source for source, _fingerprint in named}

    @property
    def fingerprints(self) -> set[str]:
        """Return all rejected fingerprints."""
        named = [*self.single, *(each for items in self.whole.values() for each in items)]
        return {fingerprint for _source, fingerprint in named}

    def reason_against(self, part: Evidence, keys: Collection[RowKey]) -> str | None:
        """Return the reason for which a piece of evidence does not count, None if it counts.

        `keys` identify what it rests on. In a cell rejected as a whole it counts as soon as
        something in it is new.
        """
        for verdict, items in self.whole.items():
            if all(_rejected_as(key, items) for key in keys):
                return self.reasons[verdict]
        hits = [hit for key in keys if (hit := _rejected_as(key, self.single))]
        if not hits or (part.one_suffices and len(hits) < len(keys)):
            return None
        return self.single[hits[0]]

    def rejects(self, key: RowKey) -> bool:
        """Return whether a row is rejected, alone or with its cell."""
        return any(_rejected_as(key, items) for items in (self.single, *self.whole.values()))


def _rejected_as(key: RowKey, items: Container[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the rejected item that a row equals as a whole, by its texts or by its files."""
    source, prints = key
    return next(
        ((source, each) for each in prints if each and (source, each) in items),
        None,
    )


class Rejections:
    """What does not count of some agencies at a moment."""

    def __init__(
        self,
        cells: Mapping[RequirementKey, Mapping[int, CellRejection]],
        waiting: Collection[tuple[RequirementKey, int]],
        everywhere: Mapping[int, CellRejection],
    ) -> None:
        self.cells, self.waiting = cells, waiting
        # {agency id: rows that count in none of its cells}
        self.everywhere = everywhere

    @classmethod
    def at(cls, agencies: Collection[int], now: dt.datetime) -> "Rejections":
        """Load the verdicts in force and the cells that wait for inspection. Two queries."""
        drawn = AuditCell.objects.filter(
            Q(judged_at=None) | Q(judged_at__gt=now),
            Q(audit__closed_at=None) | Q(audit__closed_at__gt=now),
            agency__in=agencies,
            audit__drawn_at__lte=now,
        ).values_list("requirement__standard_id", "requirement__key", "agency_id")
        waiting = {((standard, key), agency) for standard, key, agency in drawn}
        cells, everywhere = _rejected_cells(agencies, now)
        return cls(cells, waiting, everywhere)

    @property
    def agencies(self) -> frozenset[int]:
        """Return the ids of the agencies that a verdict concerns."""
        return frozenset(agency for cells in self.cells.values() for agency in cells)

    def apply(
        self, requirement: Requirement, outcomes: Mapping[int, CheckOutcome]
    ) -> dict[int, CheckOutcome]:
        """Return the outcomes without rejected evidence; met cells that were drawn are WAITING.

        A row rejected in another cell does not count either, unless the reason is about that cell
        only. The number of queries depends on the kinds of rejected evidence, not on the agencies.
        """
        key = requirement.standard_id, requirement.key
        own, found = self.cells.get(key, {}), dict(outcomes)
        cells = {
            agency: own.get(agency, CellRejection()).joined(self.everywhere.get(agency))
            for agency in {*own, *self.everywhere}
        }
        rejected = {each for cell in cells.values() for each in cell.fingerprints}
        prints = fingerprints(_refs_in_question(cells, found), near=rejected)
        for agency, cell in cells.items():
            if agency in found:
                found[agency] = _reduced(found[agency], cell, prints)
                if agency in own:
                    found[agency] = _emptied(found[agency], own[agency])
        for agency, outcome in found.items():
            if outcome.status is Status.MET and (key, agency) in self.waiting:
                found[agency] = replace(outcome, status=Status.WAITING)
        return found

    def lost(self, counted: Mapping[int, Collection[EvidenceRef]]) -> set[tuple[int, EvidenceRef]]:
        """Return (agency id, row) of the rows, out of {agency id: rows}, that are rejected in any
        cell of their agency. Queries as in `apply`."""
        cells = {
            agency: [by_agency[agency] for by_agency in self.cells.values() if agency in by_agency]
            for agency in counted
        }
        sources = {
            agency: {key for cell in each for key in cell.sources} for agency, each in cells.items()
        }
        refs = {
            agency: [ref for ref in rows if ref.source in sources[agency]]
            for agency, rows in counted.items()
        }
        rejected = {each for own in cells.values() for cell in own for each in cell.fingerprints}
        prints = fingerprints((ref for rows in refs.values() for ref in rows), near=rejected)
        return {
            (agency, ref)
            for agency, rows in refs.items()
            for ref in rows
            if any(
                cell.rejects((ref.source, prints.get(ref, _NO_PRINTS))) for cell in cells[agency]
            )
        }


def _rejected_cells(
    agencies: Collection[int], now: dt.datetime
) -> tuple[dict[RequirementKey, dict[int, CellRejection]], dict[int, CellRejection]]:
    """Return {requirement: {agency id: what is rejected in the cell}} and {agency id: what is
    rejected in all cells}. One query."""
    undone = Q(outcome=VerdictOutcome.ACCEPTED, decided_at__lte=now)
    rows = EvidenceVerdict.objects.filter(agency__in=agencies, rejected_at__lte=now)
    cells: dict[RequirementKey, dict[int, CellRejection]] = defaultdict(dict)
    everywhere: dict[int, CellRejection] = {}
    for pk, agency, standard, key, of_cell, reason, source, fingerprint in (
        rows.exclude(undone)
        .order_by("pk")
        .values_list(
            "pk",
            "agency_id",
            "requirement__standard_id",
            "requirement__key",
            "of_cell",
            "reason",
            "items__source",
            "items__fingerprint",
        )
    ):
        item, words = (source or "", fingerprint or ""), reason_words(reason)
        cell = cells[standard, key].setdefault(agency, CellRejection())
        cell.add(pk, words, item, of_cell=of_cell)
        if _holds_everywhere(source, reason):
            every = everywhere.setdefault(agency, CellRejection())
            every.add(pk, words, item, of_cell=of_cell)
    return cells, everywhere


def _holds_everywhere(source: str | None, reason: str) -> bool:
    """Return whether a rejected row counts in no cell. A declaration excuses many cells at once, so
    a rejected one excuses none, whatever the reason."""
    if not source:
        return False
    known = all_reasons().get(reason)
    return source == DECLARATION.key or known is None or not known.only_here


def keys_of(part: Evidence, prints: Mapping[EvidenceRef, Prints]) -> list[RowKey]:
    """Return what identifies the rows that a piece of evidence rests on, or its own words."""
    if not part.rests:
        return [("", Prints(wording(part)))]
    return [(ref.source, prints.get(ref, _NO_PRINTS)) for ref in part.rests]


def _refs_in_question(
    cells: Mapping[int, CellRejection], outcomes: Mapping[int, CheckOutcome]
) -> Iterable[EvidenceRef]:
    """Yield the rows, of cells with a verdict, whose fingerprints must be compared."""
    for agency, cell in cells.items():
        sources = cell.sources
        for part in outcomes[agency].evidence if agency in outcomes else ():
            yield from (ref for ref in part.rests if part.fine and ref.source in sources)


def _reduced(
    outcome: CheckOutcome, cell: CellRejection, prints: Mapping[EvidenceRef, Prints]
) -> CheckOutcome:
    """Return the outcome without the evidence rejected in its cell."""
    against = {
        place: cell.reason_against(part, keys_of(part, prints))
        for place, part in enumerate(outcome.evidence)
        if part.fine
    }
    lost = {place: reason for place, reason in against.items() if reason is not None}
    said = _("Not accepted by Sở Tư pháp: %s")
    if lost:
        outcome = without(outcome, {place: said % reason for place, reason in lost.items()})
    return outcome


def _emptied(outcome: CheckOutcome, cell: CellRejection) -> CheckOutcome:
    """Return the outcome as NOT_MET if the whole cell was rejected and nothing in it counts."""
    if cell.whole and not any(part.fine for part in outcome.evidence):
        said = _("Not accepted by Sở Tư pháp: %s") % next(iter(cell.reasons.values()))
        parts = outcome.evidence or (Evidence(said, fine=False),)
        outcome = replace(outcome, status=Status.NOT_MET, evidence=parts)
    return outcome
