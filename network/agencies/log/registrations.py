"""Registrations of the audit log's screen."""

from ..guard.menu import mount_screens
from ..guard.rules import GUARD_RULES
from .guarding import RULES


def register() -> None:
    """Register the screens and the guard rules."""
    GUARD_RULES.register(RULES)
    mount_screens({"nhat-ky/": "network.agencies.log.urls"})
