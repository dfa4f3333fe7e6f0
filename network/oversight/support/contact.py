"""Contacts of Sở Tư pháp from the hub's settings, shown in the admin (R29)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.guard.menu import may_open
from network.core.start_page import StartColumn
from network.hub.models import HubSettings


def contact_ways(hub: HubSettings) -> list[tuple[str, str, str]]:
    """Return (label, URL, text) of each contact that is set."""
    digits = "".join(each for each in hub.phone if each.isdigit() or each == "+")
    zalo = "".join(filter(str.isdigit, hub.zalo))
    ways = [
        (_("Telephone"), f"tel:{digits}", hub.phone),
        (_("E-mail"), f"mailto:{hub.email}", hub.email),
        ("Zalo", f"https://zalo.me/{zalo}", hub.zalo),
    ]
    return [way for way in ways if way[2]]


class ContactPanel(Component):
    """Bottom panel of the start page: whom to ask."""

    name, order, column = "contact", 900, StartColumn.SIDE
    heading, note, is_closed = gettext_lazy("Help and contact"), "", True
    template_name = "oversight/contact_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the contacts, and which of the two screens the user may open."""
        hub = HubSettings.load()
        return {
            "who": hub.contact_name,
            "ways": contact_ways(hub),
            "may_ask": may_open(self.request, "oversight:ask_help"),
            "may_read": may_open(self.request, "oversight:help"),
        }
