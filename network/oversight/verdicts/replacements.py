"""Find what an agency put in place of rejected evidence, so that an overseer looks at it again.

Used after each check of the cells, and when an overseer keeps a rejection.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Max

from ..models.verdicts import EvidenceVerdict, VerdictOutcome
from ..outcomes import CheckOutcome, Evidence
from ..sources import EvidenceRef, EvidenceSource
from .rejections import Rejections, RequirementKey


def newest_rows(sources: Iterable[EvidenceSource]) -> dict[str, int]:
    """Return {source: largest primary key}. Rows with larger ones are entered later. One query per
    source."""
    return {
        source.key: source.model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        for source in sources
    }


def replacements(verdict: EvidenceVerdict, outcome: CheckOutcome) -> list[Evidence]:
    """Return the pieces of a cell that count now in place of what the verdict rejected: rejected
    rows that were changed, and rows entered later. `outcome` is without rejected evidence."""
    items = list(verdict.items.all())
    rows = {(item.source, item.object_id) for item in items}
    kinds = {item.source for item in items}
    return [
        part
        for part in outcome.evidence
        if part.fine
        and (
            any(_is_new(ref, verdict, rows, kinds, part) for ref in part.rests)
            or (not part.rests and verdict.of_cell and "" in kinds)
        )
    ]


def _is_new(
    ref: EvidenceRef,
    verdict: EvidenceVerdict,
    rows: Collection[tuple[str, int | None]],
    kinds: Collection[str],
    part: Evidence,
) -> bool:
    """Return whether a row that counts is a changed rejected one or was entered after the
    rejection."""
    if (ref.source, ref.pk) in rows:
        # Where one row of several suffices, another one may carry the piece.
        return not part.one_suffices or len(part.rests) == 1
    if not (verdict.of_cell or ref.source in kinds):
        return False
    return ref.source in verdict.newest and ref.pk > verdict.newest[ref.source]


def note_replacements(
    judged: Mapping[RequirementKey, Mapping[int, CheckOutcome]],
    rejections: Rejections,
    now: dt.datetime,
) -> None:
    """Store on the verdicts since when evidence counts in place of the rejected one, or that none
    does any more. No query without verdicts, else three."""
    if not rejections.agencies:
        return
    rows = EvidenceVerdict.objects.filter(agency__in=rejections.agencies, rejected_at__lte=now)
    rows = rows.exclude(outcome=VerdictOutcome.ACCEPTED).prefetch_related("items")
    changed = []
    for verdict in rows.select_related("requirement"):
        cell = verdict.requirement.standard_id, verdict.requirement.key
        outcome = judged.get(cell, {}).get(verdict.agency_id)
        if outcome and bool(replacements(verdict, outcome)) != bool(verdict.replaced_at):
            verdict.replaced_at = None if verdict.replaced_at else now
            changed.append(verdict)
    EvidenceVerdict.objects.bulk_update(changed, ["replaced_at"])
