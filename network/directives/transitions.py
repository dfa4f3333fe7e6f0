"""Transitions of directives and tasks: allowed roles and conditions."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import AGENCY_ROLES, NETWORK_ROLES, Role
from network.agencies.scope import Scope
from network.desks.transitions import Transition, name_or_somebody

from .models import Assignment, AssignmentState, Directive, Recipient

OVERSEEING = frozenset({Role.OVERSEER})
SERVING = frozenset(AGENCY_ROLES)
# Reporting a task commits the agency, so authors alone may not do it.
REPORTING = frozenset({Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN})


def network_roles(scope: Scope) -> frozenset[str]:
    """Return the network roles in `scope`, which count for directives."""
    return scope.roles & frozenset(NETWORK_ROLES)


def _sent(directive: Directive) -> str:
    return _("It was sent and stays as it is.") if directive.sent_at else ""


def _not_current(directive: Directive) -> str:
    if directive.closed_at:
        return _("It is closed already.")
    return "" if directive.sent_at else _("It was not sent yet.")


def _to_nobody(directive: Directive) -> str:
    if directive.kinds or directive.recipients.exclude(agency=None).exists():
        return ""
    return _("Say first which agencies get it.")


def _without_tasks(directive: Directive) -> str:
    return "" if directive.tasks.exists() else _("It has no tasks.")


def _received(recipient: Recipient) -> str:
    if recipient.received_at is None:
        return ""
    return _("%s has received it already.") % name_or_somebody(recipient.received_by)


def _asked(recipient: Recipient) -> str:
    waits = recipient.questions.filter(answered_at=None).exists()
    return _("Your last question still waits for its answer.") if waits else ""


def _nothing_asked(recipient: Recipient) -> str:
    waits = recipient.questions.filter(answered_at=None).exists()
    return "" if waits else _("No question waits for an answer.")


def _closed(assignment: Assignment) -> str:
    return _("The directive is closed.") if assignment.task.directive.closed_at else ""


def _in(*states: AssignmentState) -> Callable[[Assignment], str]:
    def refusal(assignment: Assignment) -> str:
        if assignment.state in states:
            return ""
        return _("The task stands at “%s”.") % assignment.get_state_display()

    return refusal


EDIT = Transition[Directive](
    name="edit", label=gettext_lazy("Change"), roles=OVERSEEING, conditions=(_sent,)
)
ADD_TASK = Transition[Directive](
    name="add_task", label=gettext_lazy("Add a task"), roles=OVERSEEING, conditions=(_sent,)
)
REMOVE_TASK = Transition[Directive](
    name="remove_task",
    label=gettext_lazy("Remove a task"),
    roles=OVERSEEING,
    conditions=(_sent, _without_tasks),
)
SEND = Transition[Directive](
    name="send", label=gettext_lazy("Send"), roles=OVERSEEING, conditions=(_sent, _to_nobody)
)
DISCARD = Transition[Directive](
    name="discard", label=gettext_lazy("Delete the draft"), roles=OVERSEEING, conditions=(_sent,)
)
CLOSE = Transition[Directive](
    name="close",
    label=gettext_lazy("Close the directive"),
    roles=OVERSEEING,
    conditions=(_not_current,),
)
RECEIVE = Transition[Recipient](
    name="receive",
    label=gettext_lazy("Receive"),
    roles=SERVING,
    conditions=(_received,),
    decider="received_by",
)
ASK = Transition[Recipient](
    name="ask", label=gettext_lazy("Ask about it"), roles=SERVING, conditions=(_asked,)
)
ANSWER = Transition[Recipient](
    name="answer",
    label=gettext_lazy("Answer the question"),
    roles=OVERSEEING,
    conditions=(_nothing_asked,),
)
START = Transition[Assignment](
    name="start",
    label=gettext_lazy("Begin"),
    roles=SERVING,
    conditions=(_in(AssignmentState.NEW, AssignmentState.RETURNED), _closed),
    is_one_press=True,
)
FINISH = Transition[Assignment](
    name="finish",
    label=gettext_lazy("Report as done"),
    roles=REPORTING,
    conditions=(
        _in(AssignmentState.NEW, AssignmentState.DOING, AssignmentState.RETURNED),
        _closed,
    ),
)
ACCEPT = Transition[Assignment](
    name="accept",
    label=gettext_lazy("Accept as done"),
    roles=OVERSEEING,
    conditions=(_in(AssignmentState.DONE),),
    decider="accepted_by",
)
SEND_BACK = Transition[Assignment](
    name="send_back",
    label=gettext_lazy("Return"),
    roles=OVERSEEING,
    conditions=(_in(AssignmentState.DONE),),
)
