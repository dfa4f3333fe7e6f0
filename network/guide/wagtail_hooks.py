"""The first-day guide in Wagtail's admin: its screen, its place in the menu, the welcome."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from network.agencies.models import Role
from network.agencies.wagtail_hooks import roles_now

from .chapters import CHAPTERS

# So long after an account was made its owner is new here.
FIRST_DAYS = dt.timedelta(days=30)


class WelcomePanel(Component):
    """Leads somebody new to the guide; one press puts it away."""

    template_name = "guide/welcome_panel.html"
    order = 10

    @property
    def media(self) -> Media:
        """Return the style of the panel."""
        return Media(css={"all": ["guide/guide.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what the form needs."""
        return {"csrf_token": (parent_context or {}).get("csrf_token")}


class ReadingPanel(Component):
    """Says what a viewer of reports can read today: nothing ever waits for them."""

    template_name = "guide/reading_panel.html"
    order = 106

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return where the figures are."""
        return {"steps": CHAPTERS[Role.REPORT_VIEWER].steps}


@hooks.register("register_admin_urls")
def register_screens() -> list[URLResolver]:
    """Mount the screens below /admin/."""
    return [path("bat-dau/", include("network.guide.urls"))]


@hooks.register("register_help_menu_item")
def begin_menu_item() -> MenuItem:
    """Lead to the guide, on every day."""
    return MenuItem(_("Begin"), reverse_lazy("guide:begin"), icon_name="info-circle", order=10)


# Behind the one of network.moderation, which puts its panels in the place of Wagtail's.
@hooks.register("construct_homepage_panels", order=1)
def welcome(request: HttpRequest, panels: list[Component]) -> None:
    """Offer the guide on the start page of somebody new; without a query."""
    user: Any = request.user
    if user.guide_put_away_at is None and timezone.now() - user.date_joined < FIRST_DAYS:
        panels.append(WelcomePanel())


@hooks.register("construct_homepage_panels", order=1)
def what_to_read(request: HttpRequest, panels: list[Component]) -> None:
    """Fill the start page of viewers of reports."""
    if Role.REPORT_VIEWER in roles_now(request):
        panels.append(ReadingPanel())
