"""Sentence and HTTP status for a refused decision."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from network.core.dates import format_moment

from ..moves import AnswersRefused, CommentMissing, MoveRefused
from ..rules import MoveRefusal
from ..wording import REFUSALS
from .deciding import AlreadyDecided
from .forms import DecisionForm

REFUSED = (AlreadyDecided, AnswersRefused, CommentMissing, MoveRefused)
# Refusals because of the person's role. All others mean the request was too late or about another
# text.
_FORBIDDEN = frozenset(
    {
        MoveRefusal.WRONG_ROLE,
        MoveRefusal.OWN_TEXT,
        MoveRefusal.OWN_APPRAISAL,
        MoveRefusal.OWN_APPROVAL,
        MoveRefusal.NOT_URGENT_HERE,
    }
)
# The guard logs a 403. A 409 means that the page has changed since the form was shown.
_FORBIDS, _CONFLICTS, _SHOWN_AGAIN = 403, 409, 200


def explain(refused: Exception, form: DecisionForm) -> tuple[str, int]:
    """Return the sentence and the status code for an exception in REFUSED or a ValidationError.

    Also adds errors to the fields of `form` that are incomplete.
    """
    match refused:
        case AlreadyDecided():
            return _already_decided(refused), _CONFLICTS
        case MoveRefused():
            status = _FORBIDS if refused.refusal in _FORBIDDEN else _CONFLICTS
            return str(REFUSALS[refused.refusal]), status
        case ValidationError():
            words = " ".join(refused.messages)
            return _("The page cannot be published as it is: %s") % words, _CONFLICTS
        case AnswersRefused():
            form.point_at(refused.keys)
        case _:
            form.add_error("comment", _("Write why: the author must know what to mend."))
    return _("Something is missing. Nothing was decided."), _SHOWN_AGAIN


def _already_decided(late: AlreadyDecided) -> str:
    return _("This was decided already: %(deed)s, %(who)s, %(at)s. Nothing was changed.") % {
        "deed": late.decision.get_deed_display(),
        "who": late.decision.shown_name,
        "at": format_moment(late.decision.at),
    }
