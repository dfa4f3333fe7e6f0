"""Queries of verdicts, and of the evidence of one cell."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from network.agencies.models import Agency

from ..models import Requirement
from ..outcomes import CheckOutcome, Evidence, Participants
from ..running import found_by_check, participating_agencies
from .fingerprints import all_sources, fingerprints
from .models import EvidenceVerdict, VerdictOutcome
from .rejections import Rejections, keys_of


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """What a cell rests on today: the outcome without rejected evidence, and per piece the keys
    that identify it (see `rejections.keys_of`)."""

    outcome: CheckOutcome
    keys: tuple[tuple[tuple[str, str], ...], ...]

    @property
    def counting(self) -> list[tuple[Evidence, tuple[tuple[str, str], ...]]]:
        """Return the pieces of evidence that count, with their keys."""
        pieces = zip(self.outcome.evidence, self.keys, strict=True)
        return [(part, keys) for part, keys in pieces if part.fine]


def evidence_of(agency: Agency, requirement: Requirement, now: dt.datetime) -> CellEvidence | None:
    """Check one cell and return its evidence; None if the agency does not participate or nothing
    checks the requirement."""
    day = timezone.localdate(now)
    found = list(participating_agencies(day).filter(pk=agency.pk))
    # Figures are identified by their words, so they must not depend on the reader's language.
    with translation.override(settings.LANGUAGE_CODE):
        outcomes = found_by_check(requirement, Participants(found, day)) if found else None
        if not outcomes:
            return None
        outcome = Rejections.at([agency.pk], now).apply(requirement, outcomes)[agency.pk]
    prints = fingerprints(ref for part in outcome.evidence for ref in part.rests)
    keys = tuple(tuple(keys_of(part, prints)) for part in outcome.evidence)
    return CellEvidence(outcome, keys)


def verdicts_on(agency: int, requirement: Requirement) -> QuerySet[EvidenceVerdict]:
    """Return the verdicts on a cell, newest first, with people and items."""
    rows = EvidenceVerdict.objects.filter(
        agency=agency,
        requirement__standard=requirement.standard_id,
        requirement__key=requirement.key,
    )
    people = ("rejected_by", "answered_by", "decided_by", "answer_file", "requirement", "agency")
    return rows.select_related(*people).prefetch_related("items").order_by("-rejected_at", "-pk")


def in_force(verdicts: "QuerySet[EvidenceVerdict]") -> "QuerySet[EvidenceVerdict]":
    """Return the verdicts that were not taken back by accepting the evidence."""
    return verdicts.exclude(outcome=VerdictOutcome.ACCEPTED)


def waiting_for_answer() -> Q:
    """Return the condition of verdicts that the agency can still answer."""
    return Q(answered_at=None, decided_at=None)


def waiting_for_decision() -> Q:
    """Return the condition of answered verdicts that the overseer must decide."""
    return Q(answered_at__isnull=False, decided_at=None)


def verdicts_against(model: Any, pk: int) -> QuerySet[EvidenceVerdict]:
    """Return the verdicts in force against a row, whatever source names it."""
    keys = [key for key, source in all_sources().items() if source.model is model]
    rows = EvidenceVerdict.objects.filter(items__source__in=keys, items__object_id=pk)
    return in_force(rows).select_related("requirement").distinct().order_by("-rejected_at")
