"""Registrations of the screens for acting on behalf of an agency."""

from ..guard.rules import GUARD_RULES
from .guarding import RULES


def register() -> None:
    """Register the guard rules."""
    GUARD_RULES.register(RULES)
