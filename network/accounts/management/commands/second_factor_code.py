"""Management command that prints the current authenticator code of a demo account."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network.accounts.second_factor import totp_code
from network.accounts.selectors import account_named


class Command(BaseCommand):
    """Prints the current code. Works only if DEMO_ALLOWED is set."""

    help = "Print the current second-factor code of a demo account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="user name or email of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print six digits. Raises CommandError for an account without an app, or without
        DEMO_ALLOWED."""
        if not settings.DEMO_ALLOWED:
            raise CommandError("Codes are shown only where a demo is allowed.")
        user = account_named(options["name"])
        app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        if user is None or app is None:
            raise CommandError(f"{options['name']} is no account with an authenticator app.")
        self.stdout.write(totp_code(decrypt(app.data["secret"]), timezone.now()))
