"""Registrations of the lists of pages and files."""

from ..guard.menu import mount_screens
from ..guard.rules import GUARD_RULES
from . import hooks  # noqa: F401  # importing it registers them
from .guarding import RULES


def register() -> None:
    """Register the screens and the guard rules."""
    GUARD_RULES.register(RULES)
    mount_screens({"bao-cao-trang/": "network.agencies.explorer.urls"})
