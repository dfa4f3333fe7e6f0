"""Pass on reports and cases of agencies that have ended to their successors."""

import datetime as dt

from django.db import transaction

from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.submissions.services import inherited_rows
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


@transaction.atomic
def pass_on_to_successors(*, now: dt.datetime) -> int:
    """Pass open reports and cases of ended agencies to their successors. Returns the number passed
    on.

    An open case goes to the only successor. Confirmed cases, and those without a single successor,
    keep their agency, and the overseer handles them.
    """
    passed = 0
    waiting = FakeReport.objects.filter(closed_at=None)
    for row, reader in inherited_rows(waiting, heir=reader_for, now=now):
        former = row.agency
        transfer(row, to=reader)
        for agency in (former, reader):
            action = CaseAction.REPORT_PASSED_ON
            record(actor=None, agency=agency, action=action, now=now, about=row)
        passed += 1
    cases = Case.objects.filter(state__in=OPEN_STATES)
    for case, heir in inherited_rows(cases, heir=heir_of, now=now):
        former = case.agency
        transfer(case, to=heir)
        note = f"{former.code} → {heir.code}"
        record_move(case, CaseAction.PASSED_ON, None, now, note=note)
        passed += 1
    return passed
