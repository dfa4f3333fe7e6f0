"""Registrations of this app with lower floors."""

from network.agencies.guard.rules import GUARD_RULES, Rule, UrlAudience, names_nothing
from network.core.start_page import START_PANELS

from .start_panels import panels_for


def register() -> None:
    """Register the URL rule and the start page panel."""
    GUARD_RULES.register({"work:index": Rule(UrlAudience.EVERYONE, names_nothing())})
    START_PANELS.register({"work": panels_for})
