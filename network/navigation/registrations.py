"""Registrations of this app with lower layers."""

from network.agencies.guard.rules import GUARD_RULES
from network.core.frame import NAMES

from .guarding import RULES


def register() -> None:
    GUARD_RULES.register(RULES)
    NAMES.register({"screen_tabs": "navigation/header.html"})
