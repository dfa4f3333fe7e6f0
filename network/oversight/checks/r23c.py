"""Check of R23c: citizens' reports are answered in time, and confirmed fakes are checked again."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.channels.models import Case, CaseState, FakeReport
from network.core.dates import format_day

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
from ..proofs import CASE, FAKE_REPORT

# How far back reports count, and after how many days a fake must be checked again.
_YEAR, _DAYS = dt.timedelta(days=365), 30


@rests_on(CASE, FAKE_REPORT)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if both hold within the last year; NOT_APPLICABLE without reports and confirmed fakes."""
    unseen = dt.timedelta(days=thresholds.get("days", _DAYS))
    parts = grouped([*_reports(participants), *_fakes(participants, unseen)])

    def judge(pk: int) -> CheckOutcome:
        return judged_by_parts(parts[pk]) if pk in parts else CheckOutcome(Status.NOT_APPLICABLE)

    return participants.each(judge)


def _reports(participants: Participants) -> Iterator[tuple[int, Evidence]]:
    """Yield (agency id, evidence) on whether each report of the last year was answered in time."""
    since = participants.day - _YEAR
    rows = FakeReport.objects.filter(agency__in=participants.ids, sent_at__date__gte=since)
    for row in rows:
        answered = timezone.localdate(row.closed_at) if row.closed_at else None
        said = _("Answered on %s") if answered else _("Answer due by %s")
        yield (
            row.agency_id,
            Evidence(
                _("Report of %s") % format_day(timezone.localdate(row.sent_at)),
                said % format_day(answered or row.due_on),
                reverse("fake_reports_desk:report", args=[row.pk]),
                fine=(answered or participants.day) <= row.due_on,
                rests=(FAKE_REPORT.of(row.pk),),
            ),
        )


def _fakes(participants: Participants, unseen: dt.timedelta) -> Iterator[tuple[int, Evidence]]:
    """Yield (agency id, evidence) on whether each confirmed fake was checked recently."""
    rows = Case.objects.filter(agency__in=participants.ids, state=CaseState.CONFIRMED)
    for row in rows:
        yield (
            row.agency_id,
            Evidence(
                str(row),
                _("Last looked at on %s") % format_day(row.last_seen_on),
                reverse("cases_desk:case", args=[row.pk]),
                fine=row.last_seen_on + unseen >= participants.day,
                rests=(CASE.of(row.pk),),
            ),
        )
