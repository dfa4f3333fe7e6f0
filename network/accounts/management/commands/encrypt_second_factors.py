"""Management command that re-encrypts second factors with the newest key, after SECRET_KEY was
changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from network.accounts.services import encrypt_second_factors


class Command(BaseCommand):
    """Re-encrypts second factors. Afterwards they no longer need the former key in
    SECRET_KEY_FALLBACKS."""

    help = "Encrypt second factors anew with SECRET_KEY; former keys: SECRET_KEY_FALLBACKS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the number of second factors. Raises CommandError naming users whose secrets no key
        can decrypt."""
        total, unreadable = encrypt_second_factors()
        self.stdout.write(f"{total} second factors, {total - len(unreadable)} under SECRET_KEY")
        if unreadable:
            names = ", ".join(sorted(set(unreadable)))
            raise CommandError(
                f"No key opens those of {names}: give the former key in"
                " SECRET_KEY_FALLBACKS, or reset them."
            )
