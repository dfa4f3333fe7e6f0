"""Registrations of the reorganisation of agencies."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES

from . import tasks  # noqa: F401  # importing it registers the task
from .guarding import KINDS, RULES


def register() -> None:
    """Register the rules of the screens."""
    GUARDED_KINDS.register(KINDS)
    GUARD_RULES.register(RULES)
