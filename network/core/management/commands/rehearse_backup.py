"""Rehearse the restore of a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...backup.errors import BackupError
from ...backup.service import rehearse_newest


class Command(BaseCommand):
    """Restores into a temporary PostgreSQL server; the running network is not touched."""

    help = "Restore the backup FOLDER for trial, without one the newest in BACKUP_DIR."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?")

    def handle(self, *args: Any, folder: Path | None, **options: Any) -> None:
        """Rehearse the restore. Raises CommandError with the differences."""
        try:
            self.stdout.write(rehearse_newest(folder))
        except BackupError as error:
            raise CommandError(str(error)) from error
