"""Panels of the start page with counts of what needs attention."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from network.core.registry import Registry
from network.core.start_page import StartColumn

from .models import Role
from .requests import AdminRequest
from .scope import scope_now


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with a link to the list it counts."""

    number: int
    label: str
    url: str
    serious: bool = False


# A function that counts. Its number of queries must not grow with the network.
type Count = Callable[[AdminRequest, dt.datetime], Iterable[Figure]]

# Text shown if all figures are 0: what to do next.
NOTHING_WAITS: dict[Role, str | Promise] = {
    Role.AGENCY_ADMIN: _(
        "Nothing waits. Invite people under “People”, or look through the front page of your "
        "section under “Pages”."
    ),
    Role.NETWORK_ADMIN: _(
        "Nothing waits. “Agencies” shows who takes part, “Sources” what is read for the library."
    ),
}
_HEADINGS: dict[Role, str | Promise] = {
    Role.AGENCY_ADMIN: _("To see to in the agency"),
    Role.NETWORK_ADMIN: _("To see to in the network"),
}
# Counting functions with the roles that see them, keyed by part of the network.
FIGURES = Registry[tuple[frozenset[Role], Count]]("figures of the start page")


class FiguresPanel(Component):
    """Panel with the figures for one role. Figures of 0 are hidden."""

    template_name = "agencies/figures_panel.html"
    order, column, note = 105, StartColumn.MAIN, ""

    def __init__(self, request: AdminRequest, role: Role) -> None:
        self.request, self.role = request, role
        self.name, self.heading = f"figures-{role.value}", _HEADINGS[role]

    @cached_property
    def figures(self) -> list[Figure]:
        """Return the figures above 0, serious ones first."""
        now = timezone.now()
        figures = [
            figure
            for roles, count in FIGURES.values()
            if self.role in roles
            for figure in count(self.request, now)
            if figure.number
        ]
        return sorted(figures, key=lambda figure: not figure.serious)

    @property
    def number(self) -> int:
        """Return the number of rows."""
        return len(self.figures)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"figures": self.figures, "empty": NOTHING_WAITS[self.role]}


def panels_for(request: HttpRequest) -> list[Component]:
    """Return one panel for each of the user's roles that has figures."""
    roles = scope_now(request).roles
    return [FiguresPanel(cast(AdminRequest, request), role) for role in _HEADINGS if role in roles]
