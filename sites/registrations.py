"""Registrations of the sites app with lower layers."""

from django.utils.translation import gettext_lazy as _

from legal_updates.public.panels import DOCUMENT_PANELS
from network.agencies.figures import FIGURES
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.holdings import HOLDINGS, Holding, RowFate, staying
from network.agencies.models import Role
from network.core.due_times import DUE_TIMES, DueTime
from network.core.frame import NAMES
from network.core.start_page import START_PANELS
from network.desks.finding import FINDERS
from network.desks.worklist import WORK
from network.media.selectors import PUBLIC_USES

from .document_panel import articles_about
from .finding import find_pages
from .guarding import RULES
from .links.figures import link_figures, missing_figures
from .links.missing_views import panels_for, work_for
from .links.selectors import shows_in_pano
from .links.services import ALIVE_FOR
from .models import LinkCheck
from .querysets import pages_of_sections


def register() -> None:
    HOLDINGS.register(
        {
            "live pages": Holding(
                RowFate.STAYS,
                ("section_agency",),
                rows=lambda: pages_of_sections().filter(live=True),
                label=_("live pages"),
            ),
            "drafts": Holding(
                RowFate.STAYS,
                ("section_agency",),
                rows=lambda: pages_of_sections().filter(live=False),
                label=_("drafts and pages taken down"),
            ),
            **staying("agency_sites", "agencyhomepage", "passedover"),
        }
    )
    GUARD_RULES.register(RULES)
    FIGURES.register(
        {
            "links": (frozenset({Role.AGENCY_ADMIN, Role.NETWORK_ADMIN}), link_figures),
            "missing links": (frozenset({Role.NETWORK_ADMIN}), missing_figures),
        }
    )
    START_PANELS.register({"missing links": panels_for})
    WORK.register({"missing links": work_for})
    FINDERS.register({"pages": find_pages})
    DOCUMENT_PANELS.register({"articles": articles_about})
    NAMES.register(
        {
            "section": "agency_sites/section.html",
            "missing_after_save": "agency_sites/missing_after_save.html",
        }
    )
    checks = LinkCheck._meta.db_table
    DUE_TIMES.register({"links": DueTime(checks, "next_check_at", ALIVE_FOR, written="checked_at")})
    PUBLIC_USES.register({"panos": shows_in_pano})
