"""Start page: open requests of the user's agencies, and network figures for overseers."""

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

from ..selectors import counts
from .views import RequestsView


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel with the figures of the whole network, for overseers only."""
    if Role.OVERSEER not in roles_now(request):
        return []
    heading = gettext_lazy("Requests about rights and data in the network")
    return [NumbersPanel("rights_requests", heading=heading, order=159, figures=_figures)]


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the desk of requests for users who serve an agency."""
    return own_desks(request, RequestsView)


def _figures() -> list[Figure]:
    """Return the figures of the whole network. One query."""
    found, address = counts(day=timezone.localdate()), reverse("rights_desk:index")
    late = found["overdue"]
    return [
        Figure(late, _("overdue"), f"{address}?state=late", serious=late > 0),
        Figure(found["open"], _("open requests"), address),
    ]
