"""The report in the admin."""

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy
from wagtail import hooks

from network.agencies.wagtail_hooks import AudienceMenuItem


@hooks.register("register_admin_urls")
def report_screen() -> list[URLResolver]:
    """Mount the report below /admin/."""
    return [path("nguoi-theo-doi/", include("network.following.report_urls"))]


@hooks.register("register_reports_menu_item")
def report_menu_item() -> AudienceMenuItem:
    """Lead the overseer and the network's admin to it."""
    label = gettext_lazy("Followers by mail")
    return AudienceMenuItem(label, "following_report:index", icon_name="mail", order=20)
