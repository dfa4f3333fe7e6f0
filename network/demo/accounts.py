"""Demo users: a staff for every agency with a section, and users with network roles."""

import base64
import datetime as dt
import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from network.accounts.models import User
from network.accounts.selectors import has_second_factor
from network.accounts.services import enrol_totp
from network.agencies.models import Agency, Membership, Role

from .data import read_json

# Printed at start for everybody, since demo accounts protect nothing.
DEMO_PASSWORD = "xem-thu-mang-luoi-2026"  # noqa: S105
STAFF = {
    Role.AUTHOR: "tacgia",
    Role.APPRAISER: "thamdinh",
    Role.APPROVER: "pheduyet",
    Role.AGENCY_ADMIN: "quantri",
}


def account_rows() -> list[dict[str, str]]:
    """Return all accounts of the demo, without passwords."""
    rows: list[dict[str, str]] = read_json("accounts.json")
    for agency in read_json("agencies.json"):
        for (role, ending), full_name in zip(STAFF.items(), agency.get("people", ()), strict=False):
            rows.append(
                {
                    "username": f"{agency['accounts']}_{ending}",
                    "full_name": full_name,
                    "email": f"{agency['accounts']}.{ending}@gialai.example.vn",
                    "role": role,
                    "agency": agency["code"],
                    "decision_number": "08/QĐ-STP",
                    "valid_from": "2026-01-01",
                }
            )
    return rows


@transaction.atomic
def load_accounts() -> None:
    """Create all missing accounts with their memberships, in bulk.

    If a second factor is mandatory, users without one get an authenticator app with a new secret;
    `manage.py second_factor_code` shows its current code.
    """
    rows = account_rows()
    present = User.objects.in_bulk([row["username"] for row in rows], field_name="username")
    # Hash once: a password hash deliberately takes a third of a second.
    password = make_password(DEMO_PASSWORD)
    made = User.objects.bulk_create(
        _user(row, password) for row in rows if row["username"] not in present
    )
    users = present | {user.username: user for user in made}
    _grant_memberships(rows, users)
    for user in users.values() if settings.SECOND_FACTOR_REQUIRED else ():
        if not has_second_factor(user):
            enrol_totp(user=user, secret=base64.b32encode(secrets.token_bytes(20)).decode())


def _user(row: dict[str, str], password: str) -> User:
    family, _, given = row["full_name"].rpartition(" ")
    return User(
        username=row["username"],
        last_name=family,
        first_name=given,
        email=row["email"],
        password=password,
    )


def _grant_memberships(rows: list[dict[str, str]], users: dict[str, User]) -> None:
    agencies = Agency.objects.in_bulk(field_name="code")
    known = set(Membership.objects.values_list("user_id", "agency_id", "role", "valid_from"))
    wanted = [
        Membership(
            user=users[row["username"]],
            agency=agencies[row["agency"]],
            role=Role(row["role"]),
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            decision_number=row["decision_number"],
        )
        for row in rows
    ]
    Membership.objects.bulk_create(
        each
        for each in wanted
        if (each.user_id, each.agency_id, each.role, each.valid_from) not in known
    )
