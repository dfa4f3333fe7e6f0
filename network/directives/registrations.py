"""Registrations of the directives app with lower layers."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from . import notifications
from .actions import DirectiveAction
from .desk import guarding, panels


def register() -> None:
    """Register this app's contributions."""
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"directives": panels.panels_for})
    WORK.register({"directives": panels.work_for})
    JOURNAL_ACTIONS.register(dict(DirectiveAction.choices))
    MAIL_KINDS.register(notifications.MAILS)
    DIGEST_PARTS.register({"directives": notifications.DIGEST})
