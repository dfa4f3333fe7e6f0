"""Registrations of the review desk."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK

from . import guarding, panels


def register() -> None:
    """Register the guard rules and the start page panels."""
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"moderation": panels.panels_for})
    WORK.register({"moderation": panels.work_for})
