"""Registrations of the screens about people."""

from network.mailing.kinds import MAIL_KINDS

from ..figures import FIGURES
from ..guard.menu import mount_screens
from ..guard.rules import GUARD_RULES
from ..models import Role
from . import notifications
from .figures import people_figures
from .guarding import RULES


def register() -> None:
    """Register the screens, the guard rules, the figure of the start page and the mails."""
    GUARD_RULES.register(RULES)
    mount_screens({"nguoi-dung/": "network.agencies.people.urls"})
    FIGURES.register({"people": (frozenset({Role.AGENCY_ADMIN}), people_figures)})
    MAIL_KINDS.register(notifications.MAILS)
