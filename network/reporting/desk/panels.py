"""The start page: reports that are due, and those that the overseer has to look at."""

from dataclasses import replace

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from network.desks.lists import DeskList
from network.desks.panels import Item
from network.desks.worklist import overseen_desks, own_desks

from ..models import Report, ReportState
from ..selectors import reports_for
from .report_views import ReportsView


class HandedInView(ReportsView):
    """What agencies handed in, for the overseer to look at."""

    panel_heading = gettext_lazy("Reports to be looked at")

    @property
    def work_url(self) -> str:
        """Return the list of those alone."""
        return f"{super().work_url}?state={ReportState.SUBMITTED}"

    def panel_rows(self) -> QuerySet[Report]:
        """Return those on which the overseer has to act, the oldest first."""
        rows = reports_for(self.scope).filter(state=ReportState.SUBMITTED)
        return rows.order_by("submitted_at", "pk")

    def item(self, row: Report) -> Item:
        """Return one without the deadline, which the agency has met or not."""
        day = timezone.localdate(row.submitted_at) if row.submitted_at else None
        return replace(super().item(row), due=None, since=day)


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return what waits for who serves an agency, and for the overseer."""
    return *own_desks(request, ReportsView), *overseen_desks(request, HandedInView)
