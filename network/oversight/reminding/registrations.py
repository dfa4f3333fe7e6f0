"""Registrations of reminders."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import GUARD_RULES
from network.core.frame import NAMES
from network.desks.worklist import WORK, own_desks
from network.mailing.kinds import MAIL_KINDS

from .desk_views import RemindersView
from .letters import MAILS


def register() -> None:
    """Register the list's guard rules, the form's name, the reminders on agencies' start pages, and
    the mails."""
    GUARD_RULES.register(list_rules(RemindersView))
    NAMES.register({"remind_agencies": "oversight:remind"})
    WORK.register({"reminders": lambda request: own_desks(request, RemindersView)})
    MAIL_KINDS.register(MAILS)
