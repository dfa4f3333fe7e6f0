"""The start page: what an agency has to receive and to do; figures for the overseer."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.agencies.menu import roles_now
from network.agencies.models import Role
from network.desks.panels import NumbersPanel, own_panels

from ..models import Assignment, AssignmentState, Recipient
from ..selectors import asking, late, to_be_looked_at, unreceived
from .receipt_views import ReceiptsView
from .task_views import AssignmentsView


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panels of this person's start page; none that is empty for an agency."""
    panels = own_panels(request, ReceiptsView, AssignmentsView)
    if Role.OVERSEER in roles_now(request):
        heading = gettext_lazy("Dispatches and plans")
        panels.append(NumbersPanel("directives", heading=heading, order=157, figures=_figures))
    return panels


def _figures() -> list[Figure]:
    """Return the numbers of the whole network; four queries."""
    receipts, tasks = Recipient.objects.all(), Assignment.objects.all()
    to_receive, to_do = reverse("directives:receipts"), reverse("directives:tasks")
    overdue = late(tasks, timezone.localdate()).count()
    return [
        Figure(overdue, _("tasks overdue"), f"{to_do}?state=late", serious=overdue > 0),
        Figure(unreceived(receipts).count(), _("not received"), f"{to_receive}?state=waiting"),
        Figure(
            to_be_looked_at(tasks).count(),
            _("tasks to be looked at"),
            f"{to_do}?state={AssignmentState.DONE}",
        ),
        Figure(asking(receipts).count(), _("questions of agencies"), f"{to_receive}?state=asked"),
    ]
