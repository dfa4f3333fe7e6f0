"""Registrations of this app with lower floors."""

from django.utils.translation import gettext_lazy as _

from network.agencies.figures import FIGURES
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS, Role
from network.agencies.people.views import PEOPLE_LISTS
from network.core.frame import NAMES

from .figures import agency_figures
from .guarding import RULES
from .people_file.services import PEOPLE_IMPORTED
from .people_file.views import PeopleFileView
from .services import AGENCIES_IMPORTED, SECTION_OPENED


def register() -> None:
    GUARD_RULES.register(RULES)
    FIGURES.register({"agencies": (frozenset({Role.NETWORK_ADMIN}), agency_figures)})
    NAMES.register({"agencies": "agencies_agency_modeladmin_index"})
    PEOPLE_LISTS.register({"provisioning:people_file": PeopleFileView.page_title})
    JOURNAL_ACTIONS.register(
        {
            SECTION_OPENED: _("Section opened"),
            AGENCIES_IMPORTED: _("Agencies imported"),
            PEOPLE_IMPORTED: _("People imported"),
        }
    )
