"""Registrations of the screen that confirms relations and statuses."""

from network.agencies.guard.rules import GUARD_RULES, Rule, UrlAudience, names_nothing

from . import hooks  # noqa: F401  # importing it registers them


def register() -> None:
    """Register the guard rule."""
    GUARD_RULES.register({"legal_statuses:index": Rule(UrlAudience.NETWORK, names_nothing())})
