"""Start page: directives to receive and tasks to do, and figures for overseers."""

from dataclasses import replace

from django.db.models import QuerySet
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
from network.desks.panels import NumbersPanel, PanelRow
from network.desks.worklist import overseen_desks, own_desks

from ..models import Assignment, AssignmentState, Recipient
from ..selectors import (
    asking,
    assignments_for,
    late,
    receipts_for,
    to_be_looked_at,
    unreceived,
)
from .receipt_views import ReceiptsView
from .task_views import AssignmentsView


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel with network-wide figures, for overseers only."""
    if Role.OVERSEER not in roles_now(request):
        return []
    heading = gettext_lazy("Dispatches and plans")
    return [NumbersPanel("directives", heading=heading, order=157, figures=_figures)]


class ReportedTasksView(AssignmentsView):
    """Tasks reported as done, for overseers to check."""

    panel_heading = gettext_lazy("Tasks to be looked at")
    action = gettext_lazy("Look at them")

    @property
    def work_url(self) -> str:
        """Return the URL of the list filtered by reported tasks."""
        return f"{super().work_url}?state={AssignmentState.DONE}"

    def panel_rows(self) -> QuerySet[Assignment]:
        """Return the tasks reported as done, oldest first."""
        return to_be_looked_at(assignments_for(self.scope)).order_by("done_at", "pk")

    def item(self, row: Assignment) -> PanelRow:
        """Return the start page row, without the deadline, which no longer matters."""
        found = replace(super().item(row), due=None, delegable=None)
        day = timezone.localdate(row.done_at) if row.done_at else None
        return replace(
            found,
            since=day,
            came_at=row.done_at,
            facts=f"{row.task.directive.number} · {row.agency}",
        )


class AskedReceiptsView(ReceiptsView):
    """Receipts with open questions, for overseers to answer."""

    panel_heading = gettext_lazy("Questions about directives")
    action = gettext_lazy("Write a reply")

    @property
    def work_url(self) -> str:
        """Return the URL of the list filtered by open questions."""
        return f"{super().work_url}?state=asked"

    def panel_rows(self) -> QuerySet[Recipient]:
        """Return the receipts that wait for an answer."""
        return asking(receipts_for(self.scope))

    def item(self, row: Recipient) -> PanelRow:
        """Return the start page row with the asking agency."""
        return replace(super().item(row), state=_("Waits for an answer"), facts=str(row.agency))


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the lists with work for the user's agencies and for overseers."""
    own = own_desks(request, ReceiptsView, AssignmentsView)
    return *own, *overseen_desks(request, ReportedTasksView, AskedReceiptsView)


def _figures() -> list[Figure]:
    """Return the network-wide figures. Two queries."""
    receipts, tasks = Recipient.objects.all(), Assignment.objects.all()
    to_receive, to_do = reverse("directives:receipts"), reverse("directives:tasks")
    overdue = late(tasks, timezone.localdate()).count()
    return [
        Figure(overdue, _("tasks overdue"), f"{to_do}?state=late", serious=overdue > 0),
        Figure(unreceived(receipts).count(), _("not received"), f"{to_receive}?state=waiting"),
    ]
