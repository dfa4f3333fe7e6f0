"""Command that assigns a role: for the first network admin, or if the last one is gone."""

import argparse
import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network.accounts.models import User
from network.accounts.notifications import password_link

from ...models import NETWORK_ROLES, Role
from ...people.appointing import AppointmentError, Person, appoint
from ...people.terms import Terms


class Command(BaseCommand):
    """For the server operator. Later roles are assigned in the admin."""

    help = (
        "Give NAME (a user name or an email) the role ROLE by the decision --decision. Makes the "
        "account if there is none and prints a link, good once, to choose its password. Roles of "
        "the network need no --agency. Written into the log."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", type=_words, help="user name or email")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--agency", default="", metavar="CODE", help="where the role is held")
        parser.add_argument("--decision", required=True, type=_decision, metavar="NUMBER")
        parser.add_argument("--email", default="", help="for an account that is to be made")
        parser.add_argument("--full-name", default="", help="family name first, for a new account")
        parser.add_argument("--from", dest="begins", type=_day, metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="ends", type=_day, metavar="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        """Assign the role. Raises CommandError with the reason if it cannot."""
        role, now = Role(options["role"]), timezone.now()
        if role not in NETWORK_ROLES and not options["agency"]:
            raise CommandError(f"{role.value} is a role of an agency: give --agency.", returncode=2)
        begins = options["begins"] or timezone.localdate(now)
        try:
            membership = appoint(
                person=Person(options["name"], options["email"], options["full_name"]),
                role=role,
                agency_code=options["agency"],
                terms=Terms(options["decision"], begins, options["ends"]),
                now=now,
            )
        except AppointmentError as error:
            raise CommandError(str(error)) from error
        where = f" at {membership.agency.code}" if membership.agency else ""
        self.stdout.write(
            f"{membership.user.username} is {role.value}{where} from {membership.valid_from}, "
            f"by decision {membership.decision_number}."
        )
        self.print_sign_in_link(membership.user)

    def print_sign_in_link(self, user: User) -> None:
        """Print a link for choosing a password, unless the account has one."""
        if user.has_usable_password():
            return
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        self.stdout.write(f"To choose a password, once, within {hours} hours:")
        self.stdout.write(password_link(user))


def _words(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text.strip()


def _decision(text: str) -> str:
    if len(_words(text)) > 60:
        raise argparse.ArgumentTypeError("it is longer than 60 letters")
    return text.strip()


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write 2026-07-01") from None
