"""Registrations of the validity of materials."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import GUARD_RULES, UrlAudience

from . import tasks  # noqa: F401  # importing it registers them
from .views import MaterialsView


def register() -> None:
    """Register the guard rules of the figures, which the view limits to the user's agencies."""
    GUARD_RULES.register(list_rules(MaterialsView, audience=UrlAudience.EVERYONE))
