"""Wagtail hooks of directives: screens and menu items."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from network.agencies.guard.menu import AudienceMenuItem, roles_now
from network.agencies.models import AGENCY_ROLES


class OwnMenuItem(AudienceMenuItem):
    """Menu item for people who serve an agency; overseers use the register."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user serves an agency."""
        return not roles_now(request).isdisjoint(AGENCY_ROLES)


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """Mount the directive screens below /admin/."""
    return [path("cong-van/", include("network.directives.desk.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Menu item to the register."""
    label, name = _("Dispatches and plans"), "directives:index"
    return AudienceMenuItem(label, name, icon_name="mail", order=58)


@hooks.register("register_admin_menu_item")
def receipts_menu_item() -> MenuItem:
    """Menu item to the agency's receipts."""
    return OwnMenuItem(_("Dispatches to us"), "directives:receipts", icon_name="mail", order=59)


@hooks.register("register_admin_menu_item")
def tasks_menu_item() -> MenuItem:
    """Menu item to the tasks."""
    return AudienceMenuItem(
        _("Assigned tasks"), "directives:tasks", icon_name="clipboard-list", order=60
    )
