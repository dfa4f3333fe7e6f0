"""Transitions of practices and adoptions: allowed roles and conditions."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.desks.roles import HANDLING, WRITING
from network.desks.transitions import Transition

from .models import DONE_STATES, OPEN_STATES, Adoption, AdoptionState, Practice, PracticeState

APPROVING = frozenset({Role.APPROVER})
DECIDING = frozenset({Role.OVERSEER})
_S = PracticeState


def _in(*states: PracticeState) -> Callable[[Practice], str]:
    def refusal(practice: Practice) -> str:
        if practice.state in states:
            return ""
        return _("The practice stands at “%s”.") % practice.get_state_display()

    return refusal


def _was_sent(practice: Practice) -> str:
    return _("What was sent once is kept.") if practice.was_sent else ""


def _has_page(practice: Practice) -> str:
    return _("There is a page about it already.") if practice.page_id else ""


def _shows_contact(practice: Practice) -> str:
    return "" if practice.contact_is_public else _("Citizens read of no contact.")


EDIT = Transition[Practice](
    name="edit", label=gettext_lazy("Change"), roles=WRITING, conditions=(_in(*OPEN_STATES),)
)
DISCARD = Transition[Practice](
    name="discard",
    label=gettext_lazy("Delete the draft"),
    roles=WRITING,
    conditions=(_in(_S.DRAFT), _was_sent),
)
SEND = Transition[Practice](
    name="send",
    label=gettext_lazy("Send to Sở Tư pháp"),
    roles=APPROVING,
    conditions=(_in(*OPEN_STATES),),
)
RECOGNISE = Transition[Practice](
    name="recognise",
    label=gettext_lazy("Recognise"),
    roles=DECIDING,
    conditions=(_in(_S.SENT),),
    decider="decided_by",
)
ASK_MORE = Transition[Practice](
    name="ask_more",
    label=gettext_lazy("Ask for more"),
    roles=DECIDING,
    conditions=(_in(_S.SENT),),
)
REFUSE = Transition[Practice](
    name="refuse",
    label=gettext_lazy("Not suitable"),
    roles=DECIDING,
    conditions=(_in(_S.SENT),),
    decider="decided_by",
)
BEGIN_PAGE = Transition[Practice](
    name="begin_page",
    label=gettext_lazy("Begin a page about it"),
    roles=WRITING,
    conditions=(_in(_S.RECOGNISED), _has_page),
)
HIDE_CONTACT = Transition[Practice](
    name="hide_contact",
    label=gettext_lazy("Show citizens no contact any more"),
    roles=HANDLING,
    conditions=(_in(_S.SENT, _S.RECOGNISED), _shows_contact),
)
CONFIRM = Transition[Practice](
    name="confirm",
    label=gettext_lazy("We still do it"),
    roles=HANDLING,
    conditions=(_in(_S.RECOGNISED),),
)
RETIRE = Transition[Practice](
    name="retire",
    label=gettext_lazy("We do it no more"),
    roles=frozenset({Role.APPROVER, Role.AGENCY_ADMIN}),
    conditions=(_in(_S.RECOGNISED),),
)


def _goes_on(adoption: Adoption) -> str:
    if adoption.state == AdoptionState.STOPPED:
        return _("It was stopped.")
    return ""


def _is_done(adoption: Adoption) -> str:
    if adoption.state in DONE_STATES:
        return ""
    return _("It is not done: say what became of it.")


def _has_draft(adoption: Adoption) -> str:
    return _("Its kit was taken already.") if adoption.page_id else ""


def _kept_up(adoption: Adoption) -> str:
    if adoption.practice.state == _S.RECOGNISED:
        return ""
    return _("The agency whose practice it is keeps it up no more.")


FOLLOW = Transition[Adoption](
    name="follow", label=gettext_lazy("Say what became of it"), roles=HANDLING
)
KEEP = Transition[Adoption](
    name="keep",
    label=gettext_lazy("We still do it"),
    roles=HANDLING,
    conditions=(_is_done,),
)
TAKE_KIT = Transition[Adoption](
    name="take_kit",
    label=gettext_lazy("Take its article, plan and files as drafts"),
    roles=WRITING,
    conditions=(_goes_on, _has_draft, _kept_up),
)
