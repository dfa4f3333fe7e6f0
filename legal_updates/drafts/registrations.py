"""Registrations of the drafts of the register."""

from network.agencies.guard.rules import GUARD_RULES

from ..services import ARRIVALS
from . import hooks, tasks  # noqa: F401  # importing them registers them
from .cited import sightings_on_pages
from .closing import close_drafts
from .guarding import RULES
from .sightings import SIGHTINGS


def register() -> None:
    """Register the guard rules, what finds sightings on pages, and what closes drafts."""
    GUARD_RULES.register(RULES)
    SIGHTINGS.register({"pages": sightings_on_pages})
    ARRIVALS.register({"drafts": close_drafts})
