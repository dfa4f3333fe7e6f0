"""Start page panels of the guide: welcome for new users, reading list for report viewers."""

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

# A user counts as new for this long after the account was created.
FIRST_DAYS = dt.timedelta(days=30)


class WelcomePanel(Component):
    """Links new users to the guide; a button dismisses it."""

    template_name = "guide/welcome_panel.html"
    order = 10

    @property
    def media(self) -> Media:
        return Media(css={"all": ["guide/guide.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"csrf_token": (parent_context or {}).get("csrf_token")}


class ReadingPanel(Component):
    """Tells report viewers what they can read, because no work ever waits for them."""

    template_name = "guide/reading_panel.html"
    order = 106

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"steps": CHAPTERS[Role.REPORT_VIEWER].steps}


def panels_for(request: HttpRequest) -> Iterator[Component]:
    """Yield the panels for the user's start page. Makes no queries of its own."""
    user: Any = request.user
    if user.guide_put_away_at is None and timezone.now() - user.date_joined < FIRST_DAYS:
        yield WelcomePanel()
    if Role.REPORT_VIEWER in scope_now(request).roles:
        yield ReadingPanel()
