"""Check of R23b: confirmed impersonations are made public, and similar pages are investigated."""

from django.urls import reverse
from django.utils.translation import gettext as _

from network.channels.models import OPEN_STATES, PROVEN_STATES, Case
from network.core.dates import format_day
from network.core.working_days import working_day_after

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
from ..proofs import CASE

# Working days within which a case must have an outcome.
_DAYS = 10


@rests_on(CASE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if no case is open for longer than `days`. Confirmed cases are public automatically.
    NOT_APPLICABLE without cases."""
    days = thresholds.get("days", _DAYS)
    cases = Case.objects.filter(
        agency__in=participants.ids, state__in=(*OPEN_STATES, *PROVEN_STATES)
    )
    parts = grouped((case.agency_id, _part(case, participants, days)) for case in cases)

    def judge(pk: int) -> CheckOutcome:
        return judged_by_parts(parts[pk]) if pk in parts else CheckOutcome(Status.NOT_APPLICABLE)

    return participants.each(judge)


def _part(case: Case, participants: Participants, days: int) -> Evidence:
    if case.state in PROVEN_STATES:
        said = _("Warned of since %s") % format_day(case.confirmed_on)
        public = reverse("fakes:fake", args=[case.pk])
        return Evidence(str(case), said, public, rests=(CASE.of(case.pk),))
    due = working_day_after(case.found_on, days)
    return Evidence(
        str(case),
        _("Outcome due by %s") % format_day(due),
        reverse("cases_desk:case", args=[case.pk]),
        fine=due >= participants.day,
        rests=(CASE.of(case.pk),),
    )
