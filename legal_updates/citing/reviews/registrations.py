"""Registrations of the page reviews."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK
from network.mailing.digests import DIGEST_PARTS

from . import guarding, mailing, panels, signal_handlers
from .actions import ReviewAction


def register() -> None:
    """Register rules, actions, panels and the part of the daily mail, and connect the signals that
    index pages."""
    DIGEST_PARTS.register({"page reviews": mailing.DIGEST})
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    JOURNAL_ACTIONS.register(dict(ReviewAction.choices))
    START_PANELS.register({"page reviews": panels.panels_for})
    WORK.register({"page reviews": panels.work_for})
    signal_handlers.connect()
