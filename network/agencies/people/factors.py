"""Who may reset whose second factor.

A second factor protects everything its person may do. So an agency resets only those of people who
serve no other agency; for people with roles elsewhere or in the network, and for an agency's only
admin, the network admin does it. Superusers are reset on the command line.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from network.accounts.models import User
from network.accounts.selectors import with_second_factor

from ..models import AGENCY_ROLES, Agency, Membership, Role
from ..models.querysets import over_before


def with_factors(rows: QuerySet[Membership], *, today: dt.date) -> QuerySet[Membership]:
    """Annotate `has_factor`, and `is_shared`: the person has rights outside the row's agency."""
    return rows.annotate(
        has_factor=Exists(with_second_factor().filter(user_id=OuterRef("user_id"))),
        is_shared=_held_elsewhere(today),
    )


def belongs_to(agency: Agency, user: User, *, today: dt.date) -> bool:
    """Return whether all current and future roles of `user` are in `agency`. False for
    superusers."""
    elsewhere = Membership.objects.filter(user=user).exclude(over_before(today))
    own = Q(agency=agency, role__in=AGENCY_ROLES)
    return not user.is_superuser and not elsewhere.exclude(own).exists()


def is_reset_by_network(*, today: dt.date) -> Q:
    """Return the condition for memberships whose person's second factor the network admin
    resets."""
    admins = Membership.objects.valid_on(today).filter(
        agency=OuterRef("agency"), role=Role.AGENCY_ADMIN, user__is_active=True
    )
    alone = Q(role=Role.AGENCY_ADMIN) & ~Exists(admins.exclude(user=OuterRef("user")))
    held = Q(valid_from__lte=today, user__is_superuser=False) & ~over_before(today)
    return held & (_held_elsewhere(today) | alone)


def reset_by_network(*, today: dt.date) -> QuerySet[Membership]:
    """Return the memberships whose person's second factor the network admin resets."""
    rows = Membership.objects.filter(is_reset_by_network(today=today))
    return rows.select_related("user", "agency")


def _held_elsewhere(today: dt.date) -> Exists:
    """Return the condition: the person holds, or will hold, a role outside the row's agency or a
    network role."""
    rows = Membership.objects.filter(user=OuterRef("user")).exclude(over_before(today))
    return Exists(rows.exclude(agency=OuterRef("agency"), role__in=AGENCY_ROLES))
