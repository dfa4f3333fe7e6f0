"""Panels of the start page with the work waiting for this person."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from network.agencies.guard.menu import roles_now
from network.agencies.models import AGENCY_ROLES, Role
from network.core.start_page import StartColumn
from network.desks.lists import DeskList
from network.desks.panels import WorkPanel
from network.desks.worklist import ROWS_LOADED, own_desks

from ..stages import WAITING, Stage
from . import list_views as lists
from .access import desks_now

# Submitted pages that the start page shows.
SUBMITTED_SHOWN = 4
UNDER_WAY = frozenset({*WAITING, Stage.SCHEDULED})


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the start page panels for all roles of this person."""
    roles, approves = roles_now(request), desks_now(request).approved
    shown: list[type[lists.WorkList]] = []
    if approves:
        shown.append(lists.UrgentPagesView)
    if roles & set(AGENCY_ROLES):
        shown.append(lists.DraftsView)
    if Role.AGENCY_ADMIN in roles:
        shown.append(lists.AgencyView)
    if Role.OVERSEER in roles:
        shown.append(lists.OpenView)
    panels = [panel for view in shown if (panel := view.panel(request)).items]
    return [*submitted_panels(request), *panels]


def submitted_panels(request: HttpRequest) -> list[Component]:
    """Return the panels of what this person submitted: under way, and finished. One query."""
    roles = roles_now(request)
    if roles.isdisjoint(AGENCY_ROLES):
        return []
    desk = lists.SubmittedView.of(request)
    rows = list(desk.panel_rows()[:ROWS_LOADED])
    open_rows = [desk.item(row) for row in rows if row["stands_at"] in UNDER_WAY]
    finished = [desk.item(row) for row in rows if row["stands_at"] not in UNDER_WAY]
    panels: list[Component] = []
    if open_rows or Role.AUTHOR in roles:
        panels.append(
            WorkPanel(
                desk,
                column=StartColumn.MAIN,
                note=_("newest first"),
                rows=open_rows,
                most=SUBMITTED_SHOWN,
            )
        )
    if finished:
        panel = WorkPanel(desk, heading=_("Finished in 7 days"), rows=finished)
        panel.name, panel.order = "finished", 125
        panels.append(panel)
    return panels


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the lists of pages waiting for this person's decision and of pages returned to
    them."""
    waiting = (lists.WaitingPagesView,) if desks_now(request) else ()
    return *waiting, *own_desks(request, lists.ReturnedView)
