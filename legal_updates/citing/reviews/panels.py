"""Start page panels about pages to review."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.agencies.guard.menu import roles_now
from network.agencies.models import Role
from network.desks.lists import DeskList
from network.desks.panels import NumbersPanel
from network.desks.worklist import own_desks

from .selectors import counts
from .views import ReviewsView


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel with network-wide figures, for overseers only."""
    if Role.OVERSEER not in roles_now(request):
        return []
    heading = gettext_lazy("Pages that cite a changed document")
    return [NumbersPanel("reviews", heading=heading, order=160, figures=_figures)]


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the review list, for people who serve an agency."""
    return own_desks(request, ReviewsView)


def _figures() -> list[Figure]:
    """Return the network-wide figures. One query."""
    number, overdue = counts(day=timezone.localdate())
    address = reverse("legal_reviews:open")
    late = Figure(overdue, _("overdue"), f"{address}?overdue=on", serious=overdue > 0)
    return [late, Figure(number, _("pages to review"), reverse("legal_reviews:agencies"))]
