"""Do the work that waits in the background."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from network.core.worker import work


class Command(BaseCommand):
    """Run until told to stop, also while the database is restarted."""

    help = "Do the background jobs until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how long running jobs may go on after that."""
        parser.add_argument("--grace", type=float, default=5.0, help="seconds for running jobs")

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(work(grace=options["grace"]))
