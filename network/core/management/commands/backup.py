"""Back up the database and the media."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ...backup.making import make_backup
from ...backup.programs import BackupError


class Command(BaseCommand):
    """One folder holds everything but the keys, whose names it lists."""

    help = "Make a new folder below FOLDER with the database, the media and the names of the keys."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Make it; CommandError says why not, and then there is none."""
        try:
            made = make_backup(into=folder, now=timezone.localtime())
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made}\nKeep the keys that keys.txt names apart from it.")
