"""Command that deletes a user's second factor."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network.accounts.selectors import account_named

from ...people.services import reset_factor_by_command


class Command(BaseCommand):
    """Remove a user's second factor from the command line, when no admin can do it in the web
    interface. Logged."""

    help = "Take the second factor from an account; the person sets up a new one at sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="user name or email of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete the second factor. Raises CommandError if no account has the given name."""
        user = account_named(options["name"])
        if user is None:
            raise CommandError(f"No account has the name or email {options['name']!r}.")
        reset_factor_by_command(user=user, now=timezone.now())
        self.stdout.write(f"{user.username} sets up a new second factor at the next sign-in.")
