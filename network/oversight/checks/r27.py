"""Check of R27: periodic reports are submitted in time."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from network.core.dates import format_day
from network.reporting.models import RECEIVED_STATES, Report
from network.reporting.selectors import days_late

from ..models import Status
from ..outcomes import (
    CheckOutcome,
    Evidence,
    Participants,
    Thresholds,
    grouped,
    judged_by_parts,
    rests_on,
)
from ..proofs import REPORT

# A year, and the days within which its last report is submitted.
_COUNTED = dt.timedelta(days=400)


@rests_on(REPORT)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each report that was due within a year was received, and not late.

    UNKNOWN if none was due yet.
    """
    day = participants.day
    rows = Report.objects.filter(
        agency__in=participants.ids, due_on__range=(day - _COUNTED, day - dt.timedelta(days=1))
    ).select_related("period")
    found = grouped((row.agency_id, row) for row in rows.order_by("-due_on", "-pk"))

    def judge(pk: int) -> CheckOutcome:
        parts = [part for row in found.get(pk, []) for part in _parts(row)]
        return judged_by_parts(parts) if parts else CheckOutcome(Status.UNKNOWN)

    return participants.each(judge)


def _parts(row: Report) -> tuple[Evidence, Evidence]:
    """Return two pieces of evidence: whether the report was received, and whether it was in
    time."""
    address = reverse("reporting:report", args=[row.pk])
    came_on = row.first_submitted_on
    due = _("due on %s") % format_day(row.due_on)
    handed_in = _("handed in on %s") % format_day(came_on) if came_on else _("not handed in")
    in_time = came_on is not None and not days_late(row, row.due_on)
    rests, received = (REPORT.of(row.pk),), row.state in RECEIVED_STATES
    return (
        Evidence(row.period.name, row.get_state_display(), address, received, rests=rests),
        Evidence(row.period.name, f"{due}, {handed_in}", address, in_time, rests=rests),
    )
