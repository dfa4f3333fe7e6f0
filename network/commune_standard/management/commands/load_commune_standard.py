"""Management command that loads the indicators of the commune standard from a CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from network.commune_standard.computing import compute_communes
from network.commune_standard.indicators import (
    WrongIndicators,
    check_sources,
    load_indicators,
    read_indicators,
)
from network.commune_standard.models import CommuneIndicator
from network.commune_standard.sources import dictionary


class Command(BaseCommand):
    """Makes the indicators equal to a CSV file, and computes all communes again."""

    help = "Load the indicators of the commune standard from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and --sources."""
        parser.add_argument("file", nargs="?", type=Path, help="CSV file, UTF-8")
        parser.add_argument(
            "--sources", action="store_true", help="list the figure sources that lines may name"
        )

    def handle(self, *args: Any, file: Path | None, sources: bool, **options: Any) -> None:
        """Load the file. Raises CommandError with all its problems; nothing is changed then."""
        if sources:
            for name, words in dictionary():
                self.stdout.write(f"{name:40} {words}")
            return
        if file is None:
            raise CommandError("Name a CSV file, or --sources.")
        try:
            lines = read_indicators(file)
            check_sources(lines)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not UTF-8.") from error
        except WrongIndicators as error:
            raise CommandError("\n".join(error.problems)) from error
        now = timezone.now()
        with transaction.atomic():
            done = load_indicators(CommuneIndicator, lines, today=timezone.localdate(now))
            results = compute_communes(now=now, day=timezone.localdate(now))
        self.stdout.write(
            f"{done.added} added, {done.changed} changed, {done.ended} ended, "
            f"{done.unchanged} unchanged; {results} results computed."
        )
