"""Registrations of the activities app with lower layers."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS
from network.core.frame import NAMES
from network.desks.worklist import WORK
from network.mailing.kinds import MAIL_KINDS

from . import guarding, notifications, panels
from .actions import ActivityAction


def register() -> None:
    """Register this app's contributions."""
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    JOURNAL_ACTIONS.register(dict(ActivityAction.choices))
    NAMES.register({"legal_reporters": "public_reporters:list"})
    WORK.register({"activities": panels.work_for})
    MAIL_KINDS.register(notifications.MAILS)
