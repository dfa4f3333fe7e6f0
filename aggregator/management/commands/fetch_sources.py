"""Fetch sources now, in this process."""

import datetime as dt
import heapq
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils import timezone

from aggregator.models import Source
from aggregator.services import RefreshReport, refresh_source

_AT_ONCE = dt.datetime.min.replace(tzinfo=dt.UTC)


class Command(BaseCommand):
    """One line for each source; the exit code says whether all could be read."""

    help = (
        "Fetch sources now and store what is new. Prints one line per source; the exit code is 1 "
        "when a source could not be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which sources are meant; exactly one way."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--all", action="store_true", help="every enabled source")
        which.add_argument("--due", action="store_true", help="the sources whose time has come")
        which.add_argument("--key", metavar="KEY", help="one source, also a disabled one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch one source after the other; an ill one stops none."""
        sources = list(self.chosen(**options).values_list("pk", "key"))
        # By when each may be asked: one whose host is busy waits, the others come first.
        waiting = [(_AT_ONCE, number, *source) for number, source in enumerate(sources)]
        failed = 0
        while waiting:
            moment, number, source_id, key = heapq.heappop(waiting)
            time.sleep(max((moment - timezone.now()).total_seconds(), 0))
            self.show_progress(len(sources) - len(waiting), len(sources), key)
            report = refresh_source(
                source_id=source_id, now=timezone.now(), only_due=options["due"]
            )
            if report.retry_at:
                heapq.heappush(waiting, (report.retry_at, number, source_id, key))
                continue
            self.tell(key, report)
            failed += bool(report.outcome and report.outcome.is_failure)
        self.stdout.write(f"{len(sources)} sources, {failed} failed")
        if failed:
            raise CommandError(f"{failed} of {len(sources)} sources could not be read")

    def chosen(self, **options: Any) -> QuerySet[Source]:
        """Return the sources that the arguments mean."""
        if options["key"]:
            sources = Source.objects.filter(key=options["key"])
            if not sources:
                raise CommandError(f"there is no source with the key {options['key']!r}")
            return sources
        if options["due"]:
            return Source.objects.due(timezone.now())
        return Source.objects.filter(enabled=True).order_by("key")

    def tell(self, key: str, report: RefreshReport) -> None:
        """Print what came of a source; a failure goes to the error output."""
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
        """Say on a terminal which source is being waited for."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r[{number}/{total}] {key}".ljust(70) + "\r")
            sys.stderr.flush()
