"""Check of R13: the agency has a plan for social networks in force."""

from django.urls import reverse
from django.utils.translation import gettext as _

from network.channels.models import ChannelPlan, PlanState

from ..models import Status
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, grouped, rests_on
from ..proofs import CHANNEL_PLAN
from .absence import absence_of


@rests_on(CHANNEL_PLAN)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met by an approved plan in force; PARTLY by a plan that awaits approval or begins later, and
    by any plan while the agency declares that it has no page."""
    absence = absence_of(participants)
    day = participants.day
    plans = ChannelPlan.objects.filter(agency__in=participants.ids, valid_to__gte=day)
    found = grouped(
        (plan.agency_id, plan) for plan in plans.exclude(state=PlanState.DRAFT).order_by("pk")
    )

    def judge(pk: int) -> CheckOutcome:
        own = found.get(pk, [])
        holding = [p for p in own if p.state == PlanState.APPROVED and p.valid_from <= day]
        if holding and absence.is_declared(pk):
            said = _("Your agency declares that it has no page on social networks")
            denied = tuple(_evidence(plan, said) for plan in holding)
            return CheckOutcome(Status.PARTLY, evidence=denied)
        if holding:
            return CheckOutcome(Status.MET, evidence=tuple(map(_evidence, holding)), enough=1)
        status = Status.PARTLY if own else Status.NOT_MET
        later = _("Does not hold yet: %s")
        return CheckOutcome(
            status, evidence=tuple(_evidence(p, later % p.get_state_display()) for p in own)
        )

    return participants.each(judge)


def _evidence(plan: ChannelPlan, fault: str = "") -> Evidence:
    address = reverse("channels_plans:plan", args=[plan.pk])
    return Evidence(
        str(plan), fault or plan.number, address, fine=not fault, rests=CHANNEL_PLAN.of_row(plan)
    )
