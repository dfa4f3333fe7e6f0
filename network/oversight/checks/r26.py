"""Check of R26: good practices are sent to the Department, which answers them."""

import datetime as dt

from django.urls import reverse

from network.practices.models import Practice, PracticeState

from ..models import Status
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, grouped, rests_on
from ..proofs import PRACTICE

# Practices sent earlier belong to an earlier yearly report.
_COUNTED = dt.timedelta(days=365)


@rests_on(PRACTICE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if a practice sent within a year waits for an answer or was recognised; PARTLY if the
    Department asks for more about one. NOT_MET if it found all of them unsuitable."""
    since = participants.day - _COUNTED
    rows = Practice.objects.filter(agency__in=participants.ids, sent_on__gte=since)
    found = grouped((row.agency_id, row) for row in rows.order_by("-sent_on", "-pk"))

    def judge(pk: int) -> CheckOutcome:
        sent = found.get(pk, [])
        told = tuple(_evidence(row) for row in sent)
        good = sum(each.fine for each in told)
        if not sent:
            return CheckOutcome(Status.NOT_MET, 0, 0)
        is_open = any(row.state == PracticeState.NEEDS_MORE for row in sent)
        begun = Status.PARTLY if is_open else Status.NOT_MET
        return CheckOutcome(Status.MET if good else begun, good, len(sent), told, enough=1)

    return participants.each(judge)


def _evidence(row: Practice) -> Evidence:
    """Return a practice as evidence; a fault if the Department asks for more or found it
    unsuitable."""
    address = reverse("practices_desk:practice", args=[row.pk])
    fine = row.state not in (PracticeState.NEEDS_MORE, PracticeState.NOT_SUITABLE)
    rests = (PRACTICE.of(row.pk),)
    return Evidence(row.title, row.get_state_display(), address, fine, rests=rests)
