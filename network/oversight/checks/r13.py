"""Check of R13: the agency has a plan for social networks in force."""

from django.urls import reverse
from django.utils.translation import gettext as _

from network.channels.models import ChannelPlan, PlanState

from ..models import Status
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, grouped, rests_on
from ..proofs import CHANNEL_PLAN


@rests_on(CHANNEL_PLAN)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met by an approved plan in force; PARTLY by a plan that awaits approval or begins later."""
    day = participants.day
    plans = ChannelPlan.objects.filter(agency__in=participants.ids, valid_to__gte=day)
    found = grouped(
        (plan.agency_id, plan) for plan in plans.exclude(state=PlanState.DRAFT).order_by("pk")
    )

    def judge(pk: int) -> CheckOutcome:
        own = found.get(pk, [])
        holding = [p for p in own if p.state == PlanState.APPROVED and p.valid_from <= day]
        if holding:
            return CheckOutcome(Status.MET, evidence=tuple(map(_evidence, holding)), enough=1)
        status = Status.PARTLY if own else Status.NOT_MET
        return CheckOutcome(status, evidence=tuple(_evidence(plan, fine=False) for plan in own))

    return participants.each(judge)


def _evidence(plan: ChannelPlan, *, fine: bool = True) -> Evidence:
    address = reverse("channels_plans:plan", args=[plan.pk])
    note = plan.number if fine else _("Does not hold yet: %s") % plan.get_state_display()
    return Evidence(str(plan), note, address, fine=fine, rests=(CHANNEL_PLAN.of(plan.pk),))
