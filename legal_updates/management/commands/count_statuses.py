"""Command that counts documents and relations with and without an official source."""

from typing import Any

from django.core.management.base import BaseCommand

from legal_updates.statuses.selectors import describe_counts, status_counts


class Command(BaseCommand):
    """Prints the counts shown on the screen of relations and statuses."""

    help = (
        "Prints how many documents have a status that an official page shows and how many wait "
        "for one, and the same of relations between documents."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the counts."""
        self.stdout.write(describe_counts(status_counts()))
