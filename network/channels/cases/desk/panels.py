"""The start page: cases without an outcome and unanswered reports."""

from django.http import HttpRequest

from network.desks.lists import DeskList
from network.desks.worklist import overseen_desks, own_desks

from .report_views import ReportsView
from .views import CasesView


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return what waits for who serves an agency or oversees the network."""
    desks = (CasesView, ReportsView)
    return overseen_desks(request, *desks) or own_desks(request, *desks)
