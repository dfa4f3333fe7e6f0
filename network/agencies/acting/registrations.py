"""Registrations of the screens for acting on behalf of an agency."""

from ..guard.menu import mount_screens
from ..guard.rules import GUARD_RULES
from .guarding import RULES


def register() -> None:
    """Register the screens and the guard rules."""
    GUARD_RULES.register(RULES)
    mount_screens({"lam-thay/": "network.agencies.acting.urls"})
