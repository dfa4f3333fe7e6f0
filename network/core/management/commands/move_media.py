"""Move media to or from the object store while the service runs (docs/operations.md)."""

import time
from argparse import ArgumentParser
from typing import Any, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from ...moving_storage import DifferentCopy, MovingStorage, changing
from ...object_store import LINK_SECONDS
from ...stored_files import StoreAway


class Command(BaseCommand):
    """Copies each file, compares the hashes, and deletes the former copy a minute later."""

    help = (
        "Move all media to the place that MEDIA_IN names, from the one in MEDIA_ALSO_IN. Stop it "
        "whenever you like: it goes on where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, choices=["store", "folder"])
        parser.add_argument(
            "--grace",
            type=int,
            default=LINK_SECONDS,
            help="Seconds until a former copy is deleted, which a visitor may be about to read.",
        )

    def handle(self, *args: Any, to: str, grace: int, **options: Any) -> None:
        """Move the files; exit 1 with the names of files that differ in both places."""
        if to != settings.MEDIA_IN or not settings.MEDIA_ALSO_IN:
            other = "folder" if to == "store" else "store"
            raise CommandError(f"Set MEDIA_IN={to} and MEDIA_ALSO_IN={other} and restart first.")
        storage = cast(MovingStorage, default_storage)
        try:
            moved, different = _move(storage, grace)
        except StoreAway as error:
            raise CommandError(f"The object store does not answer: {error}") from error
        if different:
            raise CommandError(f"Different in both places, left as they are: {different}")
        self.stdout.write(f"{moved} files are in the {to}. Now set MEDIA_ALSO_IN= and restart.")


def _move(storage: MovingStorage, grace: int) -> tuple[int, list[str]]:
    """Return how many files were moved, and the names of those that differ."""
    waiting: list[tuple[float, str]] = []
    different: list[str] = []
    moved = 0
    for name in list(storage.former.names()):
        try:
            storage.bring(name)
        except DifferentCopy:
            different.append(name)
            continue
        moved += 1
        waiting.append((time.monotonic() + grace, name))
        while waiting and waiting[0][0] <= time.monotonic():
            _forget(storage, waiting.pop(0)[1])
    for due, name in waiting:
        time.sleep(max(0, due - time.monotonic()))
        _forget(storage, name)
    return moved, different


def _forget(storage: MovingStorage, name: str) -> None:
    with changing(name):
        storage.former.delete(name)
