"""Registrations of this app with lower floors."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS
from network.core.frame import NAMES
from network.desks.worklist import WORK
from network.mailing.digests import DIGEST_PARTS

from . import notifications
from .actions import PracticeAction
from .desk import guarding, panels


def register() -> None:
    """Register the rules, mail part, log actions and URL name of this app."""
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    DIGEST_PARTS.register({"practices": notifications.DIGEST})
    JOURNAL_ACTIONS.register(dict(PracticeAction.choices))
    NAMES.register({"good_practices": "practices:index"})
    WORK.register({"practices": panels.work_for})
