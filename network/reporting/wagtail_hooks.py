"""Wagtail hooks of periodic reports: screens and menu items."""

from django.urls import URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """Mount the report screens below /admin/."""
    return [path("bao-cao/", include("network.reporting.desk.urls"))]
