"""Registrations of this app with lower floors."""

from network.agencies.figures import FIGURES
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import Role
from network.core.frame import NAMES

from .guarding import RULES
from .report import weak_pages


def register() -> None:
    """Register the rating form of public pages, and the officers' list and figure."""
    NAMES.register({"page_rating": "feedback/rating_form.html"})
    GUARD_RULES.register(RULES)
    FIGURES.register({"feedback": (frozenset({Role.AGENCY_ADMIN}), weak_pages)})
