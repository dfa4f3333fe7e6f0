"""Start page panels of oversight."""

import datetime as dt

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.agencies.scope import scope_now
from network.core.start_page import StartColumn
from network.desks.lists import DeskList
from network.desks.panels import NumbersPanel
from network.desks.worklist import overseen_desks

from .access import READS_ALL
from .dispute_views import DisputesView
from .selectors import scores, standard_of, whole
from .wanting import WANTING, count_wanting


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the situation for users who read all agencies, and the score of the user's own
    agencies."""
    scope, now = scope_now(request), timezone.now()
    panels: list[Component] = []
    if not READS_ALL.isdisjoint(scope.roles):
        panels.append(
            NumbersPanel(
                "situation",
                heading=gettext_lazy("How the agencies stand"),
                order=8,
                figures=lambda: situation_figures(now),
                column=StartColumn.TOP,
            )
        )
    own = sorted(scope.agency_roles)
    # No panel before the first check of the agency, because it would show only zeros.
    if own and (found := own_figures(own, timezone.localdate(now))):
        panels.append(
            NumbersPanel(
                "dispatch-1510",
                heading=gettext_lazy("How dispatch 1510 is carried out"),
                order=150,
                figures=lambda: found,
                is_open=True,
            )
        )
    return panels


def situation_figures(now: dt.datetime) -> list[Figure]:
    """Return the number of agencies with each kind of problem, linked to the filtered list. One
    query."""
    counts, address = count_wanting(timezone.localdate(now)), reverse("oversight:situation")
    wanting = [
        Figure(counts[name], str(want.label).lower(), f"{address}?loc={name}", bool(counts[name]))
        for name, want in WANTING.items()
    ]
    return [Figure(counts[""], _("agencies with an open section"), address), *wanting]


def own_figures(agencies: list[int], day: dt.date) -> list[Figure]:
    """Return the numbers of met and unmet requirements of these agencies, or [] before the first
    check. Two queries."""
    own = whole(scores(standard_of("", day), agencies=agencies).values())
    if not own.counts:
        return []
    left = own.total - own.met
    address = reverse("oversight:own")
    return [
        Figure(own.met, _("requirements met"), address),
        Figure(left, _("requirements to see to"), address, serious=bool(left)),
    ]


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the disputes for overseers, none for others."""
    return overseen_desks(request, DisputesView)
