"""Delete old rows and derived files now, as the worker does each night, and print the figures."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from network.retention.services import prune_all


class Command(BaseCommand):
    help = "Delete the rows and derived files whose time is over (network/retention/data)."

    def handle(self, *args: Any, **options: Any) -> None:
        for done in prune_all(now=timezone.now()):
            line = f"{done.model}: {done.rows} deleted, {done.size:,} bytes"
            self.stdout.write(f"{line}, {done.error}" if done.error else line)
