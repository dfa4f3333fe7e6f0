"""Bring the second factors under the newest key, after SECRET_KEY has been changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from network.accounts.services import encrypt_second_factors


class Command(BaseCommand):
    """Encrypt anew; afterwards the former key need not be in SECRET_KEY_FALLBACKS for them."""

    help = "Encrypt second factors anew with SECRET_KEY; former keys: SECRET_KEY_FALLBACKS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many there are; CommandError naming those that no key opens."""
        total, unreadable = encrypt_second_factors()
        self.stdout.write(f"{total} second factors, {total - len(unreadable)} under SECRET_KEY")
        if unreadable:
            names = ", ".join(sorted(set(unreadable)))
            raise CommandError(
                f"No key opens those of {names}: give the former key in"
                " SECRET_KEY_FALLBACKS, or reset them."
            )
