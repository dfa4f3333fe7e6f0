"""Start page panels: open cases and unanswered reports."""

from django.http import HttpRequest

from network.desks.lists import DeskList
from network.desks.worklist import overseen_desks, own_desks

from .report_views import ReportsView
from .views import CasesView


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the desks with work for the user, as overseer or as member of an agency."""
    desks = (CasesView, ReportsView)
    return overseen_desks(request, *desks) or own_desks(request, *desks)
