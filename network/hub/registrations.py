"""Registrations of the hub with lower layers."""

from django.utils.translation import gettext_lazy as _

from legal_updates.public.looked_up import LOOKED_UP
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.holdings import HOLDINGS, Holding, RowFate
from network.core.frame import MAIN_MENU, NAMES, MenuEntry
from network.core.freshness.warming import WARMING
from network.core.letters import LETTERHEAD
from network.core.start_page import START_PANELS

from .guarding import RULES
from .in_advance import paths_in_advance
from .models import HubSettings
from .situation_pages import panels
from .situations.selectors import numbers_of_current_law


def register() -> None:
    """Register the hub's guard rules, letterhead, public URL names and menu entries. Called once by
    AppConfig.ready."""
    # A place leads to the section of its agency once that is open.
    WARMING.paths = paths_in_advance
    HOLDINGS.register({"hub.searchentry": Holding(RowFate.FOLLOWS, is_shown=False)})
    GUARD_RULES.register(RULES)
    START_PANELS.register({"situations": panels.panels_for})
    LETTERHEAD.register({"province": HubSettings.letterhead})
    LOOKED_UP.register({"situations": numbers_of_current_law})
    NAMES.register(
        {
            "page_head": "hub/page_head.html",
            "search": "hub:search",
            "directory": "hub:directory",
            "policies": "hub:policies",
            "warnings": "hub:warnings",
            "events": "hub:events",
            "figures": "hub:figures",
            "contacts": "hub:contacts",
            "topic": "hub:topic",
            "event_calendar": "hub:event_calendar",
            "needs_of_agency": "hub/agency_needs.html",
            "contacts_of_agency": "hub/contacts/of_agency.html",
            "contacts_of_reporters": "hub/contacts/of_reporters.html",
            "hours_of_agency": "hub/contacts/hours.html",
            "before_agency": "hub/before_agency.html",
            "needs_of_law": "hub/needs_of_law.html",
            "needs_of_document": "hub/needs_of_document.html",
            "shelf": "hub:agency_shelf",
            "saved_pages": "hub:offline",
            "short_address": "hub:short",
            "leaflet": "hub:leaflet",
            "qr_code": "hub:qr_code",
            "share_picture": "hub:picture",
            "hub_picture": "hub:hub_picture",
            "privacy": "hub:privacy",
            "accessibility": "hub:accessibility",
        }
    )
    MAIN_MENU.register(
        {
            "hub:situations": MenuEntry(
                _("I need"), 10, "home-heart", _("Land, papers, family, work, traffic …")
            ),
            "hub:materials": MenuEntry(
                _("Materials"), 30, "book", _("Leaflets, handbooks: open and read")
            ),
            "hub:my_place": MenuEntry(
                _("Where I live"), 50, "map-pin", _("The agency of your commune or ward")
            ),
        }
    )
