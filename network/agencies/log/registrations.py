"""Registrations of the audit log's screen."""

from ..guard.rules import GUARD_RULES
from .guarding import RULES


def register() -> None:
    """Register the guard rules."""
    GUARD_RULES.register(RULES)
