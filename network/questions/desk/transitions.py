"""Transitions of a question."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.desks.roles import HANDLING, REFUSING, WRITING
from network.desks.transitions import Transition, name_or_somebody

from ..models import WAITING_STATES, Question


def _closed(question: Question) -> str:
    if question.is_open:
        return ""
    return _("This question was dealt with already by %(who)s: %(state)s.") % {
        "who": name_or_somebody(question.handler),
        "state": question.get_state_display().lower(),
    }


def _taken(question: Question) -> str:
    if question.state in WAITING_STATES:
        return ""
    return _("%s sees to this question already.") % name_or_somebody(question.handler)


def _begun(question: Question) -> str:
    if not question.page_id:
        return ""
    return _("%s has begun the answer already.") % name_or_somebody(question.handler)


def _drafted(question: Question) -> str:
    if not question.page_id:
        return ""
    return _("An answer was begun. Delete its draft before you forward.")


ANSWER = Transition[Question](
    name="answer",
    label=gettext_lazy("Write the answer"),
    roles=WRITING,
    conditions=(_closed, _begun),
)
TAKE_IN = Transition[Question](
    name="take_in", label=gettext_lazy("Take it on"), roles=HANDLING, conditions=(_closed, _taken)
)
FORWARD = Transition[Question](
    name="forward", label=gettext_lazy("Forward"), roles=HANDLING, conditions=(_closed, _drafted)
)
REFUSE = Transition[Question](
    name="refuse", label=gettext_lazy("Do not answer"), roles=REFUSING, conditions=(_closed,)
)
