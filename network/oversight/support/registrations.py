"""Registrations of requests for help."""

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import GUARD_RULES
from network.core.frame import NAMES
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK, overseen_desks
from network.mailing.kinds import MAIL_KINDS

from .contact import ContactPanel
from .services import MAILS
from .views import HelpView


def contact_panel(request: HttpRequest) -> list[Component]:
    """Return the start page panel with the people to ask for help."""
    return [ContactPanel(request)]


def register() -> None:
    """Register the list's guard rules, the panels of the start page, and the mails."""
    GUARD_RULES.register(list_rules(HelpView))
    NAMES.register({"ask_help": "oversight:ask_help"})
    START_PANELS.register({"contact": contact_panel})
    WORK.register({"help requests": lambda request: overseen_desks(request, HelpView)})
    MAIL_KINDS.register(MAILS)
