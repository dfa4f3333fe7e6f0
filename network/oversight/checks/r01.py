"""Check of R1: the tasks of plan 1236 are carried out in time."""

from django.urls import reverse
from django.utils.translation import gettext as _

from network.directives.models import Assignment, AssignmentState
from network.directives.selectors import directive_counts

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
from ..proofs import TASK


@rests_on(TASK)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if all directives are received, one task that names R1 is accepted, none is late, and the
    agency's own plan is accepted where a task asks for it.

    UNKNOWN if the agency has no such task.
    """
    found = directive_counts(participants.ids, day=participants.day, requirement="R1")
    done = Assignment.objects.filter(
        agency__in=participants.ids,
        task__requirements__contains=["R1"],
        state=AssignmentState.ACCEPTED,
    )
    accepted = grouped(done.values_list("agency_id", "pk"))
    plans = _plans(participants)
    tasks, receipts = reverse("directives:tasks"), reverse("directives:receipts")

    def judge(pk: int) -> CheckOutcome:
        at = found[pk]
        if not (at.open or at.accepted):
            return CheckOutcome(Status.UNKNOWN)
        return judged_by_parts(
            [
                _part(_("Dispatches received"), at.unreceived, receipts),
                _part(_("Tasks in time"), at.late, tasks),
                Evidence(
                    _("Tasks accepted"),
                    str(at.accepted),
                    tasks,
                    bool(at.accepted),
                    rests=TASK.each(accepted.get(pk, ())),
                    one_suffices=True,
                ),
                *plans.get(pk, ()),
            ]
        )

    return participants.each(judge)


def _plans(participants: Participants) -> dict[int, list[Evidence]]:
    """Return {agency id: evidence on its plan}, for agencies of which a task of R1 asks one. One
    query."""
    asked = Assignment.objects.filter(
        agency__in=participants.ids, task__requirements__contains=["R1"], task__asks_plan=True
    )
    rows = grouped((row.agency_id, row) for row in asked.order_by("pk"))
    return {agency: [_plan(found)] for agency, found in rows.items()}


def _plan(rows: list[Assignment]) -> Evidence:
    """Return evidence on the plan that these tasks of an agency ask for."""
    sent = [row.pk for row in rows if row.state == AssignmentState.ACCEPTED and row.document_id]
    note = _("Sent and accepted") if sent else _("A dispatch asks for it; none is accepted yet")
    address = reverse("directives:task", args=[rows[-1].pk])
    label = _("The agency's own plan")
    return Evidence(label, note, address, bool(sent), rests=TASK.each(sent), one_suffices=True)


def _part(label: str, wanting: int, address: str) -> Evidence:
    """Return evidence that is without fault if nothing is `wanting`."""
    note = _("%d wanting") % wanting if wanting else _("All")
    return Evidence(label, note, address, not wanting)
