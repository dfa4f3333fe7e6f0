"""Agencies opened for real, and people who serve them."""

import datetime as dt
import itertools

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, AgencyKind, Membership, Role
from network.agencies.services import grant_membership
from network.provisioning.services import open_agency

from .accounts import make_user
from .sections import FOOTER, make_hub

NUMBER = itertools.count(1)


def make_agency(name: str = "") -> Agency:
    """Return a new agency with its section, its collection and its derived groups."""
    make_hub()
    number = next(NUMBER)
    agency = Agency.objects.create(
        name=name or f"Sở Mẫu {number}",
        short_name=name or f"Sở Mẫu {number}",
        code=f"P-{number}",
        slug=f"so-mau-{number}",
        kind=AgencyKind.SO,
        **FOOTER,
    )
    open_agency(agency=agency, now=timezone.now())
    return agency


def serve(
    user: User,
    agency: Agency,
    role: Role = Role.AUTHOR,
    *,
    begins: int = 0,
    ends: int | None = None,
) -> Membership:
    """Return a membership that begins and ends so many days from today."""
    today = timezone.localdate()
    return grant_membership(
        user=user,
        agency=agency,
        role=role,
        valid_from=today + dt.timedelta(days=begins),
        valid_to=None if ends is None else today + dt.timedelta(days=ends),
        decision_number="12/QĐ-STP",
    )


def make_member(
    agency: Agency, role: Role = Role.AUTHOR, *, begins: int = -30, name: str = "", **fields: str
) -> User:
    """Return a new person who has served `agency` in `role` for a month."""
    family, _, given = name.partition(" ")
    names = {"last_name": family, "first_name": given} if name else {}
    user = make_user(**names, **fields)
    serve(user, agency, role, begins=begins)
    return user
