"""Look at the agencies now, as the night does."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from network.agencies.models import Agency
from network.oversight.running import check_agencies, close_others


class Command(BaseCommand):
    """Judge all agencies, or one of them, by the requirements in force today."""

    help = "Judge the agencies by the requirements in force today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the code of one agency."""
        parser.add_argument("--agency", metavar="CODE", help="only this agency")

    def handle(self, *args: Any, agency: str | None, **options: Any) -> None:
        """Check, and say what changed."""
        only = None
        if agency:
            found = Agency.objects.filter(code=agency).first()
            if found is None:
                raise CommandError(f"No agency has the code {agency}.")
            only = [found.pk]
        now, day = timezone.now(), timezone.localdate()
        run = check_agencies(now=now, day=day, only=only)
        if only is None:
            close_others(now=now, day=day)
        self.stdout.write(f"{run.agencies} agencies, {run.changed} findings changed")
