"""Whose people somebody may manage, and which people those are. Nothing of other agencies."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from network.accounts.models import User
from network.core.sorting import SortKey, person_order

from ..models import (
    AGENCY_ROLES,
    NETWORK_ROLES,
    Agency,
    AgencyStatus,
    Invitation,
    Membership,
    Role,
    RoleGroup,
)


def administered_agencies(user: Any) -> QuerySet[Agency]:
    """Return the agencies `user` is admin of at this moment, in person or by a running act."""
    groups = RoleGroup.objects.filter(role=Role.AGENCY_ADMIN, group__user=user)
    return Agency.objects.filter(pk__in=groups.values("agency_id"))


def managed_memberships(user: Any) -> QuerySet[Membership]:
    """Return the memberships that `user` may change: agency roles of administered agencies.

    Network roles, though held at an agency, are not the agency's to give or take.
    """
    return Membership.objects.filter(
        agency__in=administered_agencies(user), role__in=AGENCY_ROLES
    ).select_related("user", "agency", "substitute")


def listed_memberships(user: Any, *, today: dt.date, ended: bool) -> QuerySet[Membership]:
    """Return the memberships over before `today` (`ended`), or those in force or to come."""
    over = Q(valid_to__lt=today)
    return (
        managed_memberships(user)
        .filter(over if ended else ~over)
        .order_by(SortKey("agency__name"), "agency_id", person_order("user__"), "role", "pk")
    )


def managed_invitations(user: Any) -> QuerySet[Invitation]:
    """Return the unanswered invitations to agencies that `user` administers."""
    return (
        Invitation.objects.unanswered()
        .filter(agency__in=administered_agencies(user))
        .select_related("agency", "invited_by")
    )


def colleagues(agency: Agency, *, today: dt.date) -> QuerySet[User]:
    """Return the people who serve `agency` today in a role of its own."""
    serving = Membership.objects.valid_on(today).filter(agency=agency, role__in=AGENCY_ROLES)
    return User.objects.filter(pk__in=serving.values("user_id")).order_by(person_order(), "pk")


def holds_network_rights(user: User, *, today: dt.date) -> bool:
    """Return whether `user` is more than agencies' staff: an account no agency may tamper with."""
    network = Membership.objects.valid_on(today).filter(user=user).exclude(role__in=AGENCY_ROLES)
    return user.is_superuser or network.exists()


def runs_network(user: Any) -> bool:
    """Return whether `user` is a network admin at this moment."""
    return RoleGroup.objects.filter(role=Role.NETWORK_ADMIN, group__user=user).exists()


def agencies_without_admin(*, today: dt.date) -> QuerySet[Agency]:
    """Return the agencies with a section whose admins are gone, closed or never came.

    An admin whose role begins later counts: they were chosen.
    """
    admins = Membership.objects.filter(role=Role.AGENCY_ADMIN, user__is_active=True).exclude(
        valid_to__lt=today
    )
    return Agency.objects.filter(home_page__isnull=False, status=AgencyStatus.ACTIVE).exclude(
        pk__in=admins.values("agency_id")
    )


def network_memberships(*, today: dt.date) -> QuerySet[Membership]:
    """Return the roles of the network in force on `today`, by person."""
    rows = Membership.objects.valid_on(today).filter(role__in=NETWORK_ROLES)
    return rows.select_related("user", "agency").order_by(
        person_order("user__"), "user_id", "role", "pk"
    )
