"""State transitions of a plan: allowed roles and conditions."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.desks.transitions import Transition

from ...models import ChannelPlan, PlanState
from ...shared.roles import APPROVING, KEEPING

_S = PlanState


def _in(state: PlanState) -> Callable[[ChannelPlan], str]:
    def refusal(plan: ChannelPlan) -> str:
        if plan.state == state:
            return ""
        return _("The plan stands at “%s”.") % plan.get_state_display()

    return refusal


def _is_carried_on(plan: ChannelPlan) -> str:
    """Return the refusal for a plan that another one continues, else ""."""
    if ChannelPlan.objects.filter(carries_on=plan).exists():
        return _("Another plan carries this one on already.")
    return ""


EDIT = Transition[ChannelPlan](
    name="edit", label=gettext_lazy("Change"), roles=KEEPING, conditions=(_in(_S.DRAFT),)
)
DISCARD = Transition[ChannelPlan](
    name="discard",
    label=gettext_lazy("Delete the draft"),
    roles=KEEPING,
    conditions=EDIT.conditions,
)
SUBMIT = Transition[ChannelPlan](
    name="submit",
    label=gettext_lazy("Send for approval"),
    roles=KEEPING,
    conditions=EDIT.conditions,
)
APPROVE = Transition[ChannelPlan](
    name="approve",
    label=gettext_lazy("Approve the plan"),
    roles=APPROVING,
    conditions=(_in(_S.AWAITING),),
    decider="approved_by",
)
SEND_BACK = Transition[ChannelPlan](
    name="send_back",
    label=gettext_lazy("Return"),
    roles=APPROVING,
    conditions=APPROVE.conditions,
)
CARRY_ON = Transition[ChannelPlan](
    name="carry_on",
    label=gettext_lazy("Carry it on with changes"),
    roles=KEEPING,
    conditions=(_in(_S.APPROVED), _is_carried_on),
)
