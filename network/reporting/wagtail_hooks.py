"""Wagtail hooks of periodic reports: screens and menu items."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from network.agencies.guard.menu import AudienceMenuItem, roles_now
from network.agencies.models import Role


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """Mount the report screens below /admin/."""
    return [path("bao-cao/", include("network.reporting.desk.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Menu item to the reports of the user's agencies, or of all for overseers."""
    label = _("Periodic reports")
    return AudienceMenuItem(label, "reporting:index", icon_name="clipboard-list", order=61)


@hooks.register("register_admin_menu_item")
def totals_menu_item() -> MenuItem:
    """Menu item to the totals, for users who read totals but no single reports."""
    label = _("Consolidated reports")
    return TotalsMenuItem(label, "reporting:periods", icon_name="clipboard-list", order=62)


class TotalsMenuItem(AudienceMenuItem):
    """Menu item for users who see no single reports; overseers reach the totals from their list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user reads totals and is no overseer."""
        return Role.OVERSEER not in roles_now(request) and super().is_shown(request)
