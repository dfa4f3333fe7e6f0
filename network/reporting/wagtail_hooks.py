"""Brings periodic reports into Wagtail's admin: screens, menu."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from network.agencies.menu import AudienceMenuItem, roles_now
from network.agencies.models import Role


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """Mount the screens below /admin/."""
    return [path("bao-cao/", include("network.reporting.desk.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Lead to the reports of one's agencies, the overseer to those of all."""
    label = _("Periodic reports")
    return AudienceMenuItem(label, "reporting:index", icon_name="clipboard-list", order=61)


@hooks.register("register_admin_menu_item")
def totals_menu_item() -> MenuItem:
    """Lead who reads reports alone to what they come to."""
    label = _("Consolidated reports")
    return TotalsMenuItem(label, "reporting:periods", icon_name="clipboard-list", order=62)


class TotalsMenuItem(AudienceMenuItem):
    """Shown to those who see no single report; the overseer's list leads there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person reads totals, and is no overseer."""
        return Role.OVERSEER not in roles_now(request) and super().is_shown(request)
