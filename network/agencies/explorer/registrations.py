"""Registrations of the lists of pages and files."""

from ..guard.rules import GUARD_RULES
from . import hooks  # noqa: F401  # importing it registers them
from .guarding import RULES


def register() -> None:
    """Register the guard rules."""
    GUARD_RULES.register(RULES)
