"""Wagtail hooks of directives: screens and menu items."""

from django.urls import URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """Mount the directive screens below /admin/."""
    return [path("cong-van/", include("network.directives.desk.urls"))]
