"""Registrations of the questions app with lower layers."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS
from network.agencies.transfer import TRANSFERABLE
from network.core.erasures.services import ERASABLE, Erasable
from network.core.frame import MAIN_MENU, NAMES, MenuEntry
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from . import notifications
from .actions import QuestionAction
from .desk import guarding, panels


def register() -> None:
    ERASABLE.register({"questions.Question": Erasable(), "questions.ProblemReport": Erasable()})
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"questions": panels.panels_for})
    WORK.register({"questions": panels.work_for})
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
    TRANSFERABLE.register(
        {"questions.question": "An officer forwards a question to the agency that can answer it."}
    )
