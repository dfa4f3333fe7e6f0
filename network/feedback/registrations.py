"""Registrations of this app with lower floors."""

from django.utils.translation import gettext_lazy as _

from network.agencies.figures import FIGURES
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.holdings import HOLDINGS, Holding, RowFate
from network.agencies.models import Role
from network.core.frame import NAMES

from .guarding import RULES
from .report import weak_pages


def register() -> None:
    """Register the rating form of public pages, and the officers' list and figure."""
    HOLDINGS.register(
        {
            "feedback.ratingtoday": Holding(RowFate.STAYS, label=_("ratings of today")),
            "feedback.ratingday": Holding(RowFate.STAYS, label=_("days with ratings")),
            "feedback.ratingreason": Holding(RowFate.STAYS, label=_("reasons of ratings")),
        }
    )
    NAMES.register({"page_rating": "feedback/rating_form.html"})
    GUARD_RULES.register(RULES)
    FIGURES.register({"feedback": (frozenset({Role.AGENCY_ADMIN}), weak_pages)})
