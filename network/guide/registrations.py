"""Registrations of this app with lower layers."""

from network.agencies.guard.rules import GUARD_RULES
from network.core.start_page import START_PANELS

from .guarding import RULES
from .panels import panels_for


def register() -> None:
    GUARD_RULES.register(RULES)
    START_PANELS.register({"guide": panels_for})
