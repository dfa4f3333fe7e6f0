"""The start page: what waits for this person, one click from doing it."""

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from network.agencies.menu import roles_now
from network.agencies.models import AGENCY_ROLES, Role
from network.desks.panels import WorkPanel

from . import list_views as lists
from .access import desks_now


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panels of this person's start page; of several roles, those of each."""
    roles, desks = roles_now(request), desks_now(request)
    shown: list[tuple[type[lists.WorkList], bool]] = []
    # Each with whether it is shown also when it is empty.
    if desks:
        shown.append((lists.WaitingPagesView, True))
    if desks.approved:
        shown.append((lists.UrgentPagesView, False))
    if roles & set(AGENCY_ROLES):
        writes = Role.AUTHOR in roles
        shown += [(lists.ReturnedView, False)]
        shown += [(lists.SubmittedView, writes), (lists.DraftsView, writes)]
    if Role.AGENCY_ADMIN in roles:
        shown.append((lists.AgencyView, True))
    if Role.OVERSEER in roles:
        shown.append((lists.OpenView, True))
    panels: list[tuple[WorkPanel, bool]] = [(view.panel(request), always) for view, always in shown]
    return [panel for panel, always in panels if always or panel.items]
