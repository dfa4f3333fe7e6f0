"""Recipients of mails: people with a current membership, determined when the mail is sent."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from network.accounts.models import User

from .models import Agency, Membership, Role


def members(agency: Agency, *roles: Role, now: dt.datetime) -> "QuerySet[User]":
    """Return the reachable people who serve `agency` today in one of `roles`."""
    return reachable(serving_on(now).filter(agency=agency, role__in=roles))


def holders(role: Role, *, now: dt.datetime) -> "QuerySet[User]":
    """Return the reachable people who hold a network role today."""
    return reachable(serving_on(now).filter(role=role))


def serving_on(now: dt.datetime) -> "QuerySet[Membership]":
    return Membership.objects.valid_on(timezone.localdate(now))


def reachable(memberships: "QuerySet[Membership]") -> "QuerySet[User]":
    """Return the people of these memberships who have an active account and an email."""
    people = User.objects.filter(is_active=True, pk__in=memberships.values("user"))
    return people.exclude(email="").order_by("pk")
