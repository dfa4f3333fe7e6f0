"""Who resets whose second factor.

A second factor opens all that its person may do. So an agency resets those of people who are its
own alone; whoever serves another agency too, or the network, and an agency's only admin, are the
network admin's. An account of the command line is the command line's.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from network.accounts.models import User
from network.accounts.selectors import with_second_factor

from ..models import AGENCY_ROLES, Agency, Membership, Role
from ..models.querysets import over_before


def with_factors(rows: QuerySet[Membership], *, today: dt.date) -> QuerySet[Membership]:
    """Add to each row `has_factor`, and `is_shared`: its person's factor is not the agency's."""
    return rows.annotate(
        has_factor=Exists(with_second_factor().filter(user_id=OuterRef("user_id"))),
        is_shared=_held_elsewhere(today),
    )


def belongs_to(agency: Agency, user: User, *, today: dt.date) -> bool:
    """Return whether `user` has rights in `agency` alone, now and as far as it is known."""
    elsewhere = Membership.objects.filter(user=user).exclude(over_before(today))
    own = Q(agency=agency, role__in=AGENCY_ROLES)
    return not user.is_superuser and not elsewhere.exclude(own).exists()


def is_reset_by_network(*, today: dt.date) -> Q:
    """Whether a role is in force whose person's second factor the network admin resets."""
    admins = Membership.objects.valid_on(today).filter(
        agency=OuterRef("agency"), role=Role.AGENCY_ADMIN, user__is_active=True
    )
    alone = Q(role=Role.AGENCY_ADMIN) & ~Exists(admins.exclude(user=OuterRef("user")))
    held = Q(valid_from__lte=today, user__is_superuser=False) & ~over_before(today)
    return held & (_held_elsewhere(today) | alone)


def reset_by_network(*, today: dt.date) -> QuerySet[Membership]:
    """Return these roles."""
    rows = Membership.objects.filter(is_reset_by_network(today=today))
    return rows.select_related("user", "agency")


def _held_elsewhere(today: dt.date) -> Exists:
    """Whether the person of a row holds, or is to hold, what is not its agency's."""
    rows = Membership.objects.filter(user=OuterRef("user")).exclude(over_before(today))
    return Exists(rows.exclude(agency=OuterRef("agency"), role__in=AGENCY_ROLES))
