"""Sign the heads of the decision logs now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from network.moderation.heads import HeadsError, append_heads, heads_file


class Command(BaseCommand):
    """What the worker does every night, for an installation whose worker is about to stop."""

    help = "Append the signed heads of the decision logs to the file outside the database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Append them; CommandError if the file was altered or cannot be written."""
        try:
            changed = append_heads(now=timezone.now())
        except (HeadsError, OSError) as error:
            raise CommandError(f"{heads_file()}: {error}") from error
        self.stdout.write(f"{changed} new heads signed in {heads_file()}")
