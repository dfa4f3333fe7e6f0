"""Command that rebuilds the hub's search index."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...search.keeping import CHUNK, rebuild


class Command(BaseCommand):
    """The search keeps working meanwhile. An interrupted run loses nothing and can be repeated."""

    help = "Make the rows of everything public in the hub's search anew, in chunks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--chunk", type=int, default=CHUNK, help="things in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild all search entries and print the progress. Raises CommandError if it is
        interrupted."""
        if options["chunk"] < 1:
            raise CommandError("--chunk must be 1 or more.")
        begun, counts = time.monotonic(), dict[str, int]()

        def report(kind: str, done: int) -> None:
            counts[kind] = counts.get(kind, 0) + done
            told = ", ".join(f"{count:,} {each}" for each, count in counts.items())
            self.stderr.write(f"\r{told}", ending="" if sys.stderr.isatty() else "\n")

        try:
            kept = rebuild(chunk=options["chunk"], report=report)
        except KeyboardInterrupt as stop:
            raise CommandError("Stopped; what was made stays. Run it again to finish.") from stop
        took = time.monotonic() - begun
        self.stdout.write(
            f"\n{sum(counts.values()):,} things read in {took:.0f} s, {kept.written:,} rows"
            f" written, {kept.removed:,} taken away."
        )
