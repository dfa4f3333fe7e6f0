"""Registrations of the desk of this app."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK

from . import guarding, panels


def register() -> None:
    """Register guard rules, start page panels and work of the worklist. Called once at start."""
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"reporting": panels.panels_for})
    WORK.register({"reporting": panels.work_for})
