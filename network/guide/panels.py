"""The guide on the start page: the welcome of somebody new, and what a viewer of reports reads."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from network.agencies.models import Role
from network.agencies.scope import scope_now

from .chapters import CHAPTERS

# So long after an account was made its owner is new here.
FIRST_DAYS = dt.timedelta(days=30)


class WelcomePanel(Component):
    """Leads somebody new to the guide; one press puts it away."""

    template_name = "guide/welcome_panel.html"
    order = 10

    @property
    def media(self) -> Media:
        return Media(css={"all": ["guide/guide.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"csrf_token": (parent_context or {}).get("csrf_token")}


class ReadingPanel(Component):
    """Says what a viewer of reports can read today: nothing ever waits for them."""

    template_name = "guide/reading_panel.html"
    order = 106

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"steps": CHAPTERS[Role.REPORT_VIEWER].steps}


def panels_for(request: HttpRequest) -> Iterator[Component]:
    """Yield the panels of this person's start page; without a query of their own."""
    user: Any = request.user
    if user.guide_put_away_at is None and timezone.now() - user.date_joined < FIRST_DAYS:
        yield WelcomePanel()
    if Role.REPORT_VIEWER in scope_now(request).roles:
        yield ReadingPanel()
