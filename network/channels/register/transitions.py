"""State transitions of a channel: allowed roles and conditions."""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.desks.transitions import Transition

from ..links.pages import named_by
from ..models import PROVEN_STATES, Case, Channel, ChannelState
from ..shared.roles import APPROVING, DECIDING, KEEPING
from .selectors import is_taken, lacks_of, rivals_of

_S = ChannelState
_OPEN_STATES = (_S.PLANNED, _S.AWAITING, _S.ACTIVE, _S.PAUSED)


def _in(*states: ChannelState) -> Callable[[Channel], str]:
    """Return the condition that a channel is in one of `states`."""

    def refusal(channel: Channel) -> str:
        if channel.state in states:
            return ""
        return _("The channel stands at “%s”.") % channel.get_state_display()

    return refusal


def _lacking(channel: Channel) -> str:
    """Return what the channel lacks today as a refusal, "" if nothing."""
    lack = lacks_of([channel], timezone.localdate())[channel.pk]
    return " ".join(lack.sentences())


def _announced(channel: Channel) -> str:
    """Return the refusal for a channel with an announcement, else ""."""
    if channel.announcements.exists():
        return _("Its announcement is drafted already.")
    return ""


def confirmed_fake(channel: Channel) -> str:
    """Return why the channel's address cannot be official: it has a confirmed case. "" if not."""
    named = named_by(channel.address_keys)
    if not Case.objects.filter(named, state__in=PROVEN_STATES).exists():
        return ""
    return _("This page is confirmed as an impersonation: that is taken back first.")


def taken(channel: Channel) -> str:
    """Return why the channel's page cannot be official: another channel holds it. "" if not."""
    if not is_taken(channel):
        return ""
    return _("This page is registered already. If it is yours, ask Sở Tư pháp.")


def contested(channel: Channel) -> str:
    """Return why the channel cannot be approved while another agency claims the page; "" if none
    does.

    The message reveals neither who else submitted the page nor that anybody did.
    """
    if channel.owner_decided_by_id or not rivals_of(channel).exists():
        return ""
    return _("Sở Tư pháp checks first whose page this is.")


def _verifying(channel: Channel) -> str:
    """Return the refusal for a channel that is being verified, else ""."""
    return _("It is being verified already.") if channel.verifying_since else ""


def _not_verifying(channel: Channel) -> str:
    """Return the refusal for a channel that is not being verified, else ""."""
    return "" if channel.verifying_since else _("It is not being verified.")


def _uncontested(channel: Channel) -> str:
    """Return the refusal if no other agency claims the page or the overseer has decided, else
    ""."""
    if channel.owner_decided_by_id or not rivals_of(channel).exists():
        return _("No other agency has submitted this page.")
    return ""


EDIT = Transition[Channel](
    name="edit", label=gettext_lazy("Change"), roles=KEEPING, conditions=(_in(_S.PLANNED),)
)
DISCARD = Transition[Channel](
    name="discard",
    label=gettext_lazy("Delete the draft"),
    roles=KEEPING,
    conditions=(_in(_S.PLANNED),),
)
SUBMIT = Transition[Channel](
    name="submit",
    label=gettext_lazy("Send for approval"),
    roles=KEEPING,
    conditions=(_in(_S.PLANNED), _lacking, taken),
)
APPROVE = Transition[Channel](
    name="approve",
    label=gettext_lazy("Approve the channel"),
    roles=APPROVING,
    conditions=(_in(_S.AWAITING), _lacking, confirmed_fake, taken, contested),
    decider="approved_by",
)
DECIDE_OWNER = Transition[Channel](
    name="decide_owner",
    label=gettext_lazy("It is the page of this agency"),
    roles=frozenset({Role.OVERSEER}),
    conditions=(_in(_S.AWAITING), taken, _uncontested),
    decider="owner_decided_by",
)
DOUBT = Transition[Channel](
    name="doubt",
    label=gettext_lazy("Set to “being verified”"),
    roles=frozenset({Role.OVERSEER}),
    conditions=(_in(_S.ACTIVE, _S.PAUSED), _verifying),
)
CLEAR = Transition[Channel](
    name="clear",
    label=gettext_lazy("The verification is over"),
    roles=frozenset({Role.OVERSEER}),
    conditions=(_in(*_OPEN_STATES), _not_verifying),
)
SEND_BACK = Transition[Channel](
    name="send_back",
    label=gettext_lazy("Return"),
    roles=APPROVING,
    conditions=(_in(_S.AWAITING),),
)
RENAME = Transition[Channel](
    name="rename",
    label=gettext_lazy("The page was renamed"),
    # Another address is another page, so only approvers may call it official.
    roles=APPROVING,
    conditions=(_in(_S.ACTIVE, _S.PAUSED),),
    decider="renamed_by",
)
PAUSE = Transition[Channel](
    name="pause", label=gettext_lazy("Pause"), roles=DECIDING, conditions=(_in(_S.ACTIVE),)
)
RESUME = Transition[Channel](
    name="resume",
    label=gettext_lazy("Use it again"),
    roles=APPROVING,
    conditions=(_in(_S.PAUSED), _lacking),
)
END = Transition[Channel](
    name="end",
    label=gettext_lazy("Close or hand over"),
    roles=DECIDING,
    conditions=(_in(_S.ACTIVE, _S.PAUSED),),
)
ANNOUNCE = Transition[Channel](
    name="announce",
    label=gettext_lazy("Draft its announcement"),
    roles=frozenset({Role.AUTHOR}),
    conditions=(_in(_S.ACTIVE), _announced),
)
ADD_ADMIN = Transition[Channel](
    name="add_admin",
    label=gettext_lazy("Enter an admin"),
    roles=KEEPING,
    conditions=(_in(*_OPEN_STATES),),
)
END_ADMIN = Transition[Channel](
    name="end_admin",
    label=gettext_lazy("Record a hand-over"),
    roles=KEEPING,
    conditions=(_in(*_OPEN_STATES),),
)
ATTEST = Transition[Channel](
    name="attest",
    label=gettext_lazy("Confirm safety"),
    roles=KEEPING,
    conditions=(_in(*_OPEN_STATES),),
)
