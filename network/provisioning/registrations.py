"""Registrations of this app with lower floors."""

from django.utils.translation import gettext_lazy as _

from network.agencies.figures import FIGURES
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS, Role
from network.core.frame import NAMES

from .figures import agency_figures
from .guarding import RULES
from .services import AGENCIES_IMPORTED, SECTION_OPENED


def register() -> None:
    GUARD_RULES.register(RULES)
    FIGURES.register({"agencies": (frozenset({Role.NETWORK_ADMIN}), agency_figures)})
    NAMES.register({"agencies": "agencies_agency_modeladmin_index"})
    JOURNAL_ACTIONS.register(
        {
            SECTION_OPENED: _("Section opened"),
            AGENCIES_IMPORTED: _("Agencies imported"),
        }
    )
