"""Assign a role from the command line, e.g. to a network's first admin."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from network.accounts.models import User
from network.accounts.names import canonical_name
from network.accounts.selectors import account_named

from ..models import NETWORK_ROLES, Agency, Membership, Role, RoleGroup
from .forms import proposed_username
from .services import grant_role
from .terms import Terms


class AppointmentError(Exception):
    """The role was not assigned. The message is one English line with the reason."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person to appoint: user name or email, and the data needed to create an account."""

    name: str
    email: str = ""
    full_name: str = ""


@transaction.atomic
def appoint(
    *, person: Person, role: Role, agency_code: str, terms: Terms, now: dt.datetime
) -> Membership:
    """Assign `role`, creating the account if needed, and log it. Raises AppointmentError.

    A role held already is returned unchanged.
    """
    _check_dates(terms, today=timezone.localdate(now))
    agency = _agency(agency_code, role)
    user = account_named(person.name) or _new_account(person)
    if not user.is_active:
        raise AppointmentError(f"The account {user.username} is closed.")
    held = Membership.objects.filter(user=user, agency=agency, role=role)
    same = held.valid_on(terms.valid_from).first()
    return same or grant_role(
        user=user,
        agency=agency,
        role=role,
        terms=terms,
        actor=None,
        now=now,
        url="manage.py appoint",
    )


def _check_dates(terms: Terms, *, today: dt.date) -> None:
    if terms.valid_from < today:
        raise AppointmentError("The role cannot begin in the past.")
    if terms.valid_to and terms.valid_to < terms.valid_from:
        raise AppointmentError("The last day lies before the first one.")


def _agency(code: str, role: Role) -> Agency | None:
    if not code:
        return None
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise AppointmentError(f"No agency has the code {code!r}.")
    if role not in NETWORK_ROLES and not RoleGroup.objects.filter(agency=agency).exists():
        raise AppointmentError(
            f"{agency.code} has no section yet: open it with `manage.py open_agency {agency.code}`."
        )
    return agency


def _new_account(person: Person) -> User:
    """Create an account without password. Raises AppointmentError without an address or for a name
    that is not allowed."""
    email = canonical_name(person.email or (person.name if "@" in person.name else ""))
    if not email:
        raise AppointmentError(f"No account is called {person.name!r}: give --email to make one.")
    family, _, given = " ".join(person.full_name.split()).rpartition(" ")
    username = proposed_username(email) if "@" in person.name else person.name
    user = User(username=username, email=email, last_name=family, first_name=given)
    # Without a password: the printed link lets the person choose one.
    user.set_unusable_password()
    with override("en"):
        try:
            user.full_clean()
        except ValidationError as error:
            reason = f"No account for {person.name!r}: {error.messages[0]}"
            raise AppointmentError(reason) from error
    user.save()
    return user
