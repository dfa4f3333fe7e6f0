"""Management command that runs the nightly check of agencies now."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from network.agencies.models import Agency
from network.oversight.models import Finding
from network.oversight.running import check_agencies, close_others


class Command(BaseCommand):
    """Checks all agencies, or one, by the requirements in force."""

    help = "Judge the agencies by the requirements in force today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments --agency and --day."""
        parser.add_argument("--agency", metavar="CODE", help="only this agency")
        parser.add_argument(
            "--day",
            type=dt.date.fromisoformat,
            help="as at the end of this day, before anything was found (YYYY-MM-DD)",
        )

    def handle(self, *args: Any, agency: str | None, day: dt.date | None, **options: Any) -> None:
        """Run the check and print its result.

        Raises CommandError for an unknown agency, or a day that is in the future, or on or before
        the day of existing findings.
        """
        only = None
        if agency:
            found = Agency.objects.filter(code=agency).first()
            if found is None:
                raise CommandError(f"No agency has the code {agency}.")
            only = [found.pk]
        now = timezone.now()
        if day:
            night = dt.datetime.combine(day, dt.time.max, timezone.get_current_timezone())
            later = Finding.objects.filter(since__gte=night)
            if only:
                later = later.filter(agency__in=only)
            if night > now or later.exists():
                raise CommandError(f"{day} lies ahead, or findings of it or of later days exist.")
            now = night
        day = day or timezone.localdate(now)
        run = check_agencies(now=now, day=day, only=only)
        if only is None:
            close_others(now=now, day=day)
        self.stdout.write(f"{run.agencies} agencies, {run.changed} findings changed")
