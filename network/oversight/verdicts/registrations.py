"""Registrations of the verdicts about evidence."""

from django.http import HttpRequest

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import GUARD_RULES
from network.desks.lists import DeskList
from network.desks.rows import ROW_NOTICES
from network.desks.worklist import WORK, overseen_desks, own_desks

from .notices import notices_of
from .views import AnsweredVerdictsView, VerdictsView


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the rejected evidence for agencies, and the answers about it for overseers."""
    return (
        *own_desks(request, VerdictsView),
        *overseen_desks(request, AnsweredVerdictsView),
    )


def register() -> None:
    """Register the list's guard rules, the work of the start page, and the notices on rows."""
    GUARD_RULES.register(list_rules(VerdictsView))
    WORK.register({"verdicts": work_for})
    ROW_NOTICES.register({"verdicts": notices_of})
