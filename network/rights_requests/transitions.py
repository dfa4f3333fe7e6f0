"""Transitions of a rights request: allowed roles and conditions."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.desks.roles import HANDLING, REFUSING
from network.desks.transitions import Transition, name_or_somebody

from .models import RightsRequest, RightsRequestState


def _closed(row: RightsRequest) -> str:
    if row.is_open:
        return ""
    return _("This request was dealt with already by %(who)s: %(state)s.") % {
        "who": name_or_somebody(row.handler),
        "state": row.get_state_display().lower(),
    }


def _taken(row: RightsRequest) -> str:
    if row.state == RightsRequestState.RECEIVED:
        return ""
    return _("%s sees to this request already.") % name_or_somebody(row.handler)


def _untaken(row: RightsRequest) -> str:
    if row.state != RightsRequestState.RECEIVED:
        return ""
    return _("Take the request in first: whoever asked reads that it is being dealt with.")


TAKE_IN = Transition[RightsRequest](
    name="take_in", label=gettext_lazy("Take in"), roles=HANDLING, conditions=(_closed, _taken)
)
FINISH = Transition[RightsRequest](
    name="finish",
    label=gettext_lazy("Carried out"),
    roles=HANDLING,
    conditions=(_closed, _untaken),
)
REFUSE = Transition[RightsRequest](
    name="refuse", label=gettext_lazy("Refuse"), roles=REFUSING, conditions=(_closed, _untaken)
)
