"""Registrations of the desk of this app."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.core.start_page import START_PANELS
from network.desks.finding import FINDERS
from network.desks.worklist import WORK

from . import guarding, panels
from .finding import find_directives


def register() -> None:
    """Register the guard rules and start page panels. Called once at start."""
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"directives": panels.panels_for})
    WORK.register({"directives": panels.work_for})
    FINDERS.register({"directives": find_directives})
