"""Figures of the start page for agency admins."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..figures import Figure
from ..models import Role
from ..requests import AdminRequest
from .selectors import administered_agencies, count_people, managed_invitations

_WORKING = (Role.AUTHOR, Role.APPRAISER, Role.APPROVER)


def people_figures(request: AdminRequest, now: dt.datetime) -> Iterator[Figure]:
    """Count unfilled roles, roles ending soon, people without second factor, and open invitations.
    Three queries."""
    people = reverse("agencies_people:index")
    counted = count_people(request.user, today=timezone.localdate(now))
    wanted = administered_agencies(request.user).count() * len(_WORKING)
    held = sum(row["role"] in _WORKING for row in counted if row["serving"])
    invited = managed_invitations(request.user).count()
    yield Figure(
        wanted - held, _("roles that nobody holds"), reverse("agencies_people:invite"), serious=True
    )
    ending = sum(row["ending"] for row in counted)
    yield Figure(ending, _("roles that end within 30 days"), f"{people}?ending=1")
    unsafe = sum(row["unsafe"] for row in counted)
    yield Figure(unsafe, _("roles of people without a second factor"), f"{people}?unsafe=1")
    yield Figure(
        invited, _("invitations without an answer"), reverse("agencies_people:invitations")
    )
