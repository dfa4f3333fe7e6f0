"""Command that signs the heads of the decision logs immediately."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from network.moderation.heads import HeadsError, append_heads, heads_file


class Command(BaseCommand):
    """Run the worker's nightly signing by hand, e.g. before an installation is stopped."""

    help = "Append the signed heads of the decision logs to the file outside the database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Append the heads. Raises CommandError if the file was altered or cannot be written."""
        try:
            changed = append_heads(now=timezone.now())
        except (HeadsError, OSError) as error:
            raise CommandError(f"{heads_file()}: {error}") from error
        self.stdout.write(f"{changed} new heads signed in {heads_file()}")
