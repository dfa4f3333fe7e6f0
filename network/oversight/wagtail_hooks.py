"""Brings oversight into Wagtail's admin: screens and menu."""

from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from network.agencies.wagtail_hooks import AudienceMenuItem


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """Mount the screens below /admin/."""
    return [path("giam-sat/", include("network.oversight.urls"))]


@hooks.register("insert_global_admin_css")
def style_sheet() -> str:
    """Add the style of tables, signs and charts."""
    return format_html('<link rel="stylesheet" href="{}">', static("oversight/oversight.css"))


@hooks.register("register_admin_menu_item")
def situation_menu_item() -> MenuItem:
    """Lead to how the agencies stand."""
    label, name = _("How the agencies stand"), "oversight:situation"
    return AudienceMenuItem(label, name, icon_name="view", order=40)


@hooks.register("register_admin_menu_item")
def matrix_menu_item() -> MenuItem:
    """Lead to the matrix."""
    return AudienceMenuItem(_("Matrix 1510"), "oversight:matrix", icon_name="table", order=41)


@hooks.register("register_admin_menu_item")
def own_menu_item() -> MenuItem:
    """Lead to how one's own agency carries the dispatch out."""
    return AudienceMenuItem(_("Dispatch 1510"), "oversight:own", icon_name="tasks", order=58)
