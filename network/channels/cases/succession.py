"""Pass on reports and cases of agencies that have ended to their successors."""

import datetime as dt

from django.db.models import QuerySet

from network.agencies.audit import record
from network.agencies.holdings import HandOver
from network.agencies.models import Agency
from network.agencies.transfer import transfer
from sites.reported_pages import heir_of, overseeing_agency

from ..models import OPEN_STATES, Case, FakeReport
from .actions import CaseAction
from .journal import record_move


def reader_for(agency: Agency, day: dt.date) -> Agency:
    """Return who answers reports for an agency on `day`: itself until it ends, then its only
    successor, else the overseer's agency."""
    if not agency.gone_since(day):
        return agency
    return heir_of(agency, day) or overseeing_agency(day) or agency


def open_reports() -> QuerySet[FakeReport]:
    """Return the reports of fake pages that wait for an answer."""
    return FakeReport.objects.filter(closed_at=None)


def open_cases() -> QuerySet[Case]:
    """Return the cases that a successor goes on with. Confirmed ones keep their agency, and the
    overseer handles them."""
    return Case.objects.filter(state__in=OPEN_STATES)


def pass_on_report(row: FakeReport, *, to: Agency, now: dt.datetime) -> None:
    """Pass a locked report on, and log it at both agencies."""
    former = row.agency
    transfer(row, to=to)
    for agency in (former, to):
        action = CaseAction.REPORT_PASSED_ON
        record(actor=None, agency=agency, action=action, now=now, about=row)


def pass_on_case(case: Case, *, to: Agency, now: dt.datetime) -> None:
    """Pass a locked case on, and log from whom to whom."""
    former = case.agency
    transfer(case, to=to)
    record_move(case, CaseAction.PASSED_ON, None, now, note=f"{former.code} → {to.code}")


REPORTS = HandOver(open_reports, reader_for, pass_on_report)
CASES = HandOver(open_cases, heir_of, pass_on_case)
