"""The first-day guide in Wagtail's admin: its screen and its place in the menu."""

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    return [path("bat-dau/", include("network.guide.urls"))]


@hooks.register("register_help_menu_item")
def begin_menu_item() -> MenuItem:
    """Lead to the guide, on every day."""
    return MenuItem(_("Begin"), reverse_lazy("guide:begin"), icon_name="info-circle", order=10)
