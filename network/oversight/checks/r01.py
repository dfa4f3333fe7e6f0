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
    """Met if all directives are received, one task that names R1 is accepted, and none is late.

    UNKNOWN if the agency has no such task.
    """
    found = directive_counts(participants.ids, day=participants.day, requirement="R1")
    done = Assignment.objects.filter(
        agency__in=participants.ids,
        task__requirements__contains=["R1"],
        state=AssignmentState.ACCEPTED,
    )
    accepted = grouped(done.values_list("agency_id", "pk"))
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
            ]
        )

    return participants.each(judge)


def _part(label: str, wanting: int, address: str) -> Evidence:
    """Return evidence that is without fault if nothing is `wanting`."""
    note = _("%d wanting") % wanting if wanting else _("All")
    return Evidence(label, note, address, not wanting)
