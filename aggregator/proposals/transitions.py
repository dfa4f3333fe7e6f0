"""Transitions of a proposal."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.desks.transitions import Transition, name_or_somebody

from ..models import Proposal, ProposalStatus

_NETWORK = frozenset({Role.NETWORK_ADMIN})


def _answered(proposal: Proposal) -> str:
    """Return who has answered the proposal, "" if nobody has. Condition of both transitions."""
    if proposal.status == ProposalStatus.WAITING:
        return ""
    return _("%(who)s has answered this proposal already: %(status)s.") % {
        "who": name_or_somebody(proposal.decided_by),
        "status": proposal.get_status_display().lower(),
    }


ACCEPT = Transition[Proposal](
    name="accept",
    label=gettext_lazy("Accept"),
    roles=_NETWORK,
    conditions=(_answered,),
    decider="decided_by",
)
DECLINE = Transition[Proposal](
    name="decline",
    label=gettext_lazy("Decline"),
    roles=_NETWORK,
    conditions=(_answered,),
    decider="decided_by",
)
