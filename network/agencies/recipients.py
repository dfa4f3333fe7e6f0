"""Who gets a mail: people of today's memberships, asked when it is sent."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from network.accounts.models import User

from .models import Agency, Membership, Role


def members(agency: Agency, *roles: Role, now: dt.datetime) -> "QuerySet[User]":
    """Return who serves `agency` today in one of `roles`."""
    return reachable(serving_on(now).filter(agency=agency, role__in=roles))


def holders(role: Role, *, now: dt.datetime) -> "QuerySet[User]":
    """Return who holds a role of the network today."""
    return reachable(serving_on(now).filter(role=role))


def serving_on(now: dt.datetime) -> "QuerySet[Membership]":
    return Membership.objects.valid_on(timezone.localdate(now))


def reachable(memberships: "QuerySet[Membership]") -> "QuerySet[User]":
    """Return whose memberships those are, without who has no account or no address any more."""
    people = User.objects.filter(is_active=True, pk__in=memberships.values("user"))
    return people.exclude(email="").order_by("pk")
