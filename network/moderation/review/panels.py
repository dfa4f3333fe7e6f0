"""Panels of the start page with the work waiting for this person."""

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from network.agencies.guard.menu import roles_now
from network.agencies.models import AGENCY_ROLES, Role
from network.desks.lists import DeskList
from network.desks.panels import WorkPanel
from network.desks.worklist import own_desks

from . import list_views as lists
from .access import desks_now


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the start page panels for all roles of this person."""
    roles, approves = roles_now(request), desks_now(request).approved
    shown: list[tuple[type[lists.WorkList], bool]] = []
    # Pairs of list and whether its panel is shown even when empty.
    if approves:
        shown.append((lists.UrgentPagesView, False))
    if roles & set(AGENCY_ROLES):
        writes = Role.AUTHOR in roles
        shown += [(lists.SubmittedView, writes), (lists.DraftsView, writes)]
    if Role.AGENCY_ADMIN in roles:
        shown.append((lists.AgencyView, True))
    if Role.OVERSEER in roles:
        shown.append((lists.OpenView, True))
    panels: list[tuple[WorkPanel, bool]] = [(view.panel(request), always) for view, always in shown]
    return [panel for panel, always in panels if always or panel.items]


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the lists of pages waiting for this person's decision and of pages returned to
    them."""
    waiting = (lists.WaitingPagesView,) if desks_now(request) else ()
    return *waiting, *own_desks(request, lists.ReturnedView)
