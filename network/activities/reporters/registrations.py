"""Registrations of the screens of reporters and of requests for one."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.desks.worklist import WORK, own_desks

from . import guarding
from .request_views import RequestsView


def register() -> None:
    """Register the guard rules and the list on the start page of people who serve an agency."""
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    WORK.register({"speaker_requests": lambda request: own_desks(request, RequestsView)})
