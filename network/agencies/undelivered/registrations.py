"""Registrations of mails that were not delivered."""

from django.utils.translation import gettext_lazy as _

from network.core.system_checks.findings import SYSTEM_CHECKS, SystemCheck

from ..figures import FIGURES
from ..guard.menu import mount_screens
from ..guard.owners import GUARDED_KINDS
from ..guard.rules import GUARD_RULES
from ..models import Role
from .checks import check_mail
from .guarding import KINDS, RULES
from .selectors import of_mails


def register() -> None:
    """Register the screens, the guard rules, the figure of the start page and the system check."""
    GUARDED_KINDS.register(KINDS)
    GUARD_RULES.register(RULES)
    mount_screens({"thu-chua-gui-duoc/": "network.agencies.undelivered.urls"})
    admins = frozenset({Role.AGENCY_ADMIN, Role.NETWORK_ADMIN})
    FIGURES.register({"mails": (admins, of_mails)})
    SYSTEM_CHECKS.register({"mail": SystemCheck(_("Mail"), check_mail)})
