"""Queries for cases and reports: what each person may read, and what is public."""

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from network.agencies.scope import Scope
from network.core.working_days import working_day_after

from ..links.pages import named_by
from ..models import PROVEN_STATES, Case, CaseAuthority, CaseEvidence, CaseState, FakeReport
from .codes import CODES


def cases_for(scope: Scope, *, writing: bool = False) -> QuerySet[Case]:
    """Return the cases that `scope` may read, or with `writing` change for its own agencies; newest
    first."""
    rows: QuerySet[Case] = Case.scoped.of(scope, writing=writing)
    return rows.select_related("agency").order_by("-found_on", "-pk")


def reports_for(scope: Scope, *, writing: bool = False) -> QuerySet[FakeReport]:
    """Return the reports that `scope` may read, or with `writing` change; oldest first."""
    rows: QuerySet[FakeReport] = FakeReport.scoped.of(scope, writing=writing)
    related = ("agency", "case", "answered_by_case__agency")
    return rows.select_related(*related).order_by("sent_at", "pk")


def unanswered_reports(case: Case) -> QuerySet[FakeReport]:
    """Return all agencies' open reports that the outcome of `case` will answer."""
    of_page = Q(case=None, address_key__in=case.address_keys)
    return FakeReport.objects.filter(Q(case=case) | of_page, closed_at=None)


def case_of_report(report: FakeReport) -> Case | None:
    """Return the case that answers a report, or will; None if there is none. It may be another
    agency's case."""
    known = report.answered_by_case or report.case
    return known or (case_at(report.address_key) if report.is_open else None)


def proven_cases() -> QuerySet[Case]:
    """Return the confirmed impersonations, newest first. Only these may be called fake in
    public."""
    rows = Case.objects.filter(state__in=PROVEN_STATES).select_related("agency")
    return rows.order_by("-confirmed_on", "-pk")


def proven_at(keys: Collection[str]) -> Case | None:
    """Return the confirmed case of the page with one of these link keys, or None."""
    return proven_cases().filter(named_by(keys)).first()


def standing_warnings() -> list[Case]:
    """Return the confirmed fakes that are still online, newest first, with name, place and agency's
    name. One query."""
    cases = proven_cases().filter(state=CaseState.CONFIRMED)
    return list(cases.only("name", "platform", "url", "agency__name"))


def case_at(key: str) -> Case | None:
    """Return the unsettled case of an address or its number, or None."""
    return cases_at({key}).get(key)


def cases_at(keys: Collection[str]) -> dict[str, Case]:
    """Return {link key: unsettled case}; an address has priority over a number. One query."""
    rows = list(Case.objects.filter(named_by(keys)).exclude(state=CaseState.SETTLED))
    by_number = {key: each for each in reversed(rows) for key in each.address_keys}
    return by_number | {each.address_key: each for each in rows}


def evidence_of_takedown(case: Case) -> QuerySet[CaseEvidence]:
    """Return the pictures that can prove that a confirmed page was taken down, oldest first.

    They are newer than the last time the page was seen online, and no older evidence is the same
    file.
    """
    older = CaseEvidence.objects.filter(sha256=OuterRef("sha256"), pk__lt=OuterRef("pk"))
    rows = case.evidence.filter(~Exists(older), added_at__gt=case.seen_online_at)
    return rows.order_by("pk")


def authorities_for(case: Case, day: dt.date) -> QuerySet[CaseAuthority]:
    """Return the authorities that a case can be reported to on `day`: its platform, and bodies of
    the State."""
    held = Q(valid_to=None) | Q(valid_to__gte=day)
    rows = CaseAuthority.objects.filter(held, valid_from__lte=day)
    return rows.filter(platform__in=("", case.platform))


def due_after(now: dt.datetime) -> dt.date:
    """Return the due date of a report that is sent now."""
    return working_day_after(timezone.localdate(now), settings.FAKE_REPORT_WORKING_DAYS)


def report_of(code: str) -> FakeReport | None:
    """Return the report with the entered code, or None."""
    rows = FakeReport.objects.select_related("agency", "case", "answered_by_case__agency")
    return CODES.find(rows, code)
