"""Registrations of the questions app with lower layers."""

from django.utils.translation import gettext_lazy as _

from network.agencies.holdings import HOLDINGS, Holding, RowFate, staying
from network.agencies.models import JOURNAL_ACTIONS
from network.core.erasures.services import ERASABLE, Erasable
from network.core.frame import MAIN_MENU, NAMES, MenuEntry
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from . import notifications
from .actions import QuestionAction
from .succession import HAND_OVER


def register() -> None:
    """Register what other rooms need to know of questions: journal actions, mails, menu entry, URL
    names. Called by AppConfig.ready."""
    ERASABLE.register({"questions.Question": Erasable(), "questions.ProblemReport": Erasable()})
    NAMES.register(
        {
            "ask_question": "questions:ask",
            "follow_question": "questions:follow",
            "report_problem": "problems:report",
        }
    )
    hint = _("Questions that have been answered")
    MAIN_MENU.register(
        {
            "questions:answers": MenuEntry(
                _("Questions and answers"), 40, "message-circle-question", hint
            )
        }
    )
    JOURNAL_ACTIONS.register(dict(QuestionAction.choices))
    MAIL_KINDS.register(notifications.MAILS)
    DIGEST_PARTS.register({"questions": notifications.DIGEST})
    HOLDINGS.register(
        {
            "questions.question": Holding(RowFate.MOVES, hand_over=HAND_OVER),
            "questions.forwarding": Holding(RowFate.STAYS, ("agency", "to_agency")),
            **staying("questions", "problemreport"),
        }
    )
