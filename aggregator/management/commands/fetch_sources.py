"""Management command that fetches sources now, in batches like those of the worker."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils import timezone

from aggregator.models import Source
from aggregator.rounds import refresh_all
from aggregator.services import RefreshReport
from network.core.disk import FULL, is_full


class Command(BaseCommand):
    """Prints one line per source. The exit code is 1 if a source could not be read."""

    help = (
        "Fetch sources now and store what is new. Prints one line per source; the exit code is 1 "
        "when a source could not be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments; exactly one of --all, --due and --key is required."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--all", action="store_true", help="every enabled source")
        which.add_argument("--due", action="store_true", help="the sources whose time has come")
        which.add_argument("--key", metavar="KEY", help="one source, also a disabled one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch the chosen sources. A failing source does not stop the others; raises CommandError
        at the end."""
        if is_full():
            raise CommandError(str(FULL))
        keys = dict(self.chosen(**options).values_list("pk", "key"))
        reports = refresh_all(source_ids=list(keys), only_due=options["due"])
        failed = 0
        for number, report in enumerate(reports, 1):
            self.report(keys[report.source_id], report)
            self.show_progress(number, len(keys), keys[report.source_id])
            failed += bool(report.outcome and report.outcome.is_failure)
        self.stdout.write(f"{len(keys)} sources, {failed} failed")
        if failed:
            raise CommandError(f"{failed} of {len(keys)} sources could not be read")

    def chosen(self, **options: Any) -> QuerySet[Source]:
        """Return the sources that the arguments select. Raises CommandError for an unknown key."""
        if options["key"]:
            sources = Source.objects.filter(key=options["key"])
            if not sources:
                raise CommandError(f"there is no source with the key {options['key']!r}")
            return sources
        if options["due"]:
            return Source.objects.due(timezone.now())
        return Source.objects.filter(enabled=True).order_by("key")

    def report(self, key: str, report: RefreshReport) -> None:
        """Print the result of one source; failures go to stderr."""
        counts = report.counts
        if report.outcome is None:
            self.stdout.write(f"{key}: not fetched, another worker has it")
        elif report.outcome.is_failure:
            self.stderr.write(f"{key}: {report.outcome.value} ({report.detail})")
        else:
            self.stdout.write(
                f"{key}: {report.outcome.value}, {counts.new} new, {counts.changed} changed, "
                f"{counts.duplicate} duplicate, {counts.same} same, {counts.unusable} unusable"
            )

    def show_progress(self, number: int, total: int, key: str) -> None:
        """Show the progress on stderr if it is a terminal."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r[{number}/{total}] {key}".ljust(70) + "\r")
            sys.stderr.flush()
