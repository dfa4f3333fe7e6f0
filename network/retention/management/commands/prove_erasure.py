"""Prove that personal data is erased in time, or that somebody's is nowhere."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network.retention.personal_data import personal_data


class Command(BaseCommand):
    """Reads every field of the list of personal data; the exit code is 1 where some is left."""

    help = (
        "Prove that no personal data is kept longer than stated; with --find TEXT say where a name,"
        " an address or a number still stands."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--find", metavar="TEXT", help="look for this text in all fields")

    def handle(self, *args: Any, find: str | None, **options: Any) -> None:
        """Print a line for each finding; CommandError if there are any."""
        if find is not None and len(find.strip()) < 4:
            raise CommandError("Look for four characters or more.")
        left = self._found(find) if find else self._overdue()
        if left:
            raise CommandError("\n".join(left))
        tables = len(personal_data())
        what = "the text stands nowhere" if find else "nothing is kept longer than stated"
        self.stdout.write(f"{tables} tables: {what}")

    def _found(self, text: str) -> list[str]:
        return [
            f"{each.label}.{field}: in {count} rows; kept {each.kept}"
            for each in personal_data()
            for field, count in each.containing(text)
        ]

    def _overdue(self) -> list[str]:
        now = timezone.now()
        counted = ((each, each.overdue(now).count()) for each in personal_data())
        return [f"{each.label}: {count} rows overdue" for each, count in counted if count]
