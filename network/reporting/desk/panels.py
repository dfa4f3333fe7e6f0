"""Start page: reports due, and reports for the overseer to check."""

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

from ..models import LOCKED_STATES, Report, ReportState
from ..selectors import current_period, receipts_of, reports_for
from .report_views import ReportsView
from .wording import board_figures


class HandedInView(ReportsView):
    """Submitted reports, for overseers to check."""

    panel_heading = gettext_lazy("Reports to be looked at")
    action = gettext_lazy("View, accept")

    @property
    def work_url(self) -> str:
        """Return the URL of the list filtered by submitted reports."""
        return f"{super().work_url}?state={ReportState.SUBMITTED}"

    def panel_rows(self) -> QuerySet[Report]:
        """Return the submitted reports, oldest first."""
        rows = reports_for(self.scope).filter(state=ReportState.SUBMITTED)
        return rows.order_by("submitted_at", "pk")

    def item(self, row: Report) -> PanelRow:
        """Return the start page row, without the deadline, which no longer matters."""
        day = timezone.localdate(row.submitted_at) if row.submitted_at else None
        return replace(
            super().item(row), due=None, since=day, came_at=row.submitted_at, delegable=None
        )


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel of the newest period, for overseers and report viewers."""
    roles = roles_now(request)
    if roles.isdisjoint({Role.OVERSEER, Role.REPORT_VIEWER}):
        return []
    period = current_period()
    if period is None:
        return []

    def figures() -> list[Figure]:
        receipts = receipts_of(period)
        if Role.OVERSEER in roles:
            return board_figures(period, receipts)
        address = reverse("reporting:period", args=[period.pk])
        accepted = period.reports.filter(state__in=LOCKED_STATES).count()
        return [
            Figure(receipts.expected, _("expected"), address),
            Figure(accepted, _("accepted reports"), address),
        ]

    heading = _("Periodic reports: %s") % period.name
    return [NumbersPanel("reporting", heading=heading, order=158, figures=figures)]


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the report lists for officers of an agency and for overseers."""
    return *own_desks(request, ReportsView), *overseen_desks(request, HandedInView)
