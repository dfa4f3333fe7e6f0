"""Run the background worker."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from network.core.worker import work


class Command(BaseCommand):
    """Runs until it gets a signal to stop, also across restarts of the database."""

    help = "Do the background jobs until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the option for the time running jobs may take after the signal."""
        parser.add_argument("--grace", type=float, default=5.0, help="seconds for running jobs")

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(work(grace=options["grace"]))
