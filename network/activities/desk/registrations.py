"""Registrations of the diary's desk."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.desks.worklist import WORK, own_desks

from . import guarding
from .events import EventsView


def register() -> None:
    """Register the guard rules and the list on the start page of people who serve an agency."""
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    WORK.register({"activities": lambda request: own_desks(request, EventsView)})
