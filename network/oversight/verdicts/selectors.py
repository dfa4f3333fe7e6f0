"""Queries of verdicts, and of the evidence of one cell."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from network.agencies.models import Agency
from network.core.dates import format_day

from ..models import Finding, Requirement, Status
from ..models.verdicts import EvidenceVerdict, VerdictOutcome
from ..outcomes import CheckOutcome, Participants
from ..running import found_by_check, participating_agencies
from ..selectors import by_month
from ..wording import SIGNS
from .fingerprints import all_sources
from .rejections import Rejections


def evidence_of(agency: Agency, requirement: Requirement, now: dt.datetime) -> CheckOutcome | None:
    """Check one cell and return its outcome without rejected evidence; None if the agency does not
    participate or nothing checks the requirement."""
    day = timezone.localdate(now)
    found = list(participating_agencies(day).filter(pk=agency.pk))
    # Figures are identified by their words, so they must not depend on the reader's language.
    with translation.override(settings.LANGUAGE_CODE):
        outcomes = found_by_check(requirement, Participants(found, day)) if found else None
        if not outcomes:
            return None
        return Rejections.at([agency.pk], now).apply(requirement, outcomes)[agency.pk]


def verdicts_on(agency: int, requirement: Requirement) -> QuerySet[EvidenceVerdict]:
    """Return the verdicts on a cell, newest first, with people and items."""
    rows = EvidenceVerdict.objects.filter(
        agency=agency,
        requirement__standard=requirement.standard_id,
        requirement__key=requirement.key,
    )
    people = ("rejected_by", "answered_by", "decided_by", "answer_file", "requirement", "agency")
    return rows.select_related(*people).order_by("-rejected_at", "-pk")


def in_force(verdicts: "QuerySet[EvidenceVerdict]") -> "QuerySet[EvidenceVerdict]":
    """Return the verdicts that were not taken back by accepting the evidence."""
    return verdicts.exclude(outcome=VerdictOutcome.ACCEPTED)


def undecided_verdicts(agency: int) -> QuerySet[EvidenceVerdict]:
    """Return the verdicts on an agency's evidence that are not decided finally and still hit it,
    newest first."""
    rows = EvidenceVerdict.objects.filter(agency=agency, decided_at=None, replaced_at=None)
    return rows.select_related("requirement").order_by("-rejected_at", "-pk")


def waiting_for_answer() -> Q:
    """Return the condition of verdicts that wait for the agency: not answered or replaced."""
    return Q(answered_at=None, decided_at=None, replaced_at=None)


def waiting_for_decision() -> Q:
    """Return the condition of verdicts that the overseer must decide: answered ones, and those
    whose evidence was replaced."""
    return Q(answered_at__isnull=False, decided_at=None) | Q(replaced_at__isnull=False)


def verdicts_against(model: Any, pk: int, agency: int) -> QuerySet[EvidenceVerdict]:
    """Return the verdicts in force against a row of an agency, whatever source names it; none for
    models that are no evidence."""
    keys = [key for key, source in all_sources().items() if source.model is model]
    if not keys:
        return EvidenceVerdict.objects.none()
    rows = EvidenceVerdict.objects.filter(
        agency=agency, items__source__in=keys, items__object_id=pk
    )
    return in_force(rows).select_related("requirement").distinct().order_by("-rejected_at")


def _flagged_months(
    agency: int, requirement: Requirement, months: Iterable[tuple[dt.date | None, str]]
) -> dict[dt.date | None, str]:
    """Return {last day of the month: day of the rejection} for the months in which evidence counted
    that was rejected later. `months` are (last day, status); their scores stay. One query."""
    rejected = [
        timezone.localdate(at)
        for at in in_force(verdicts_on(agency, requirement)).values_list("rejected_at", flat=True)
    ]
    flags = {}
    for month, status in months:
        later = [day for day in rejected if month and day > month]
        if later and status in (Status.MET, Status.PARTLY):
            flags[month] = format_day(min(later))
    return flags


def months_of(
    agency: int, requirement: Requirement, now: dt.datetime
) -> list[tuple[dt.date | None, str, Finding, str]]:
    """Return (last day of the month, sign, finding, day of a later rejection) of a cell, newest
    first; [] before the first check."""
    current = Finding.objects.filter(
        agency=agency,
        requirement__standard=requirement.standard_id,
        requirement__key=requirement.key,
        until=None,
    )
    finding = current.select_related("requirement").first()
    if finding is None:
        return []
    months = by_month(finding, timezone.localtime(now))
    flags = _flagged_months(agency, requirement, [(month, row.status) for month, row in months])
    return [(month, SIGNS[Status(row.status)], row, flags.get(month, "")) for month, row in months]
