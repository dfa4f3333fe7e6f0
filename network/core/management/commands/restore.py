"""Restore a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...backup.errors import BackupError
from ...backup.restoring import restore_backup, resume
from ...database_owner import as_owner


class Command(BaseCommand):
    """Verifies afterwards that every table and every file is unchanged."""

    help = "Restore the backup FOLDER into this installation, which must be empty and stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments: the backup folder, and permission to overwrite existing data."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="lose the data that is here")

    def handle(self, *args: Any, folder: Path, overwrite: bool, **options: Any) -> None:
        """Restore the backup. Raises CommandError if it is refused or fails."""
        try:
            with as_owner():
                backup = restore_backup(folder=folder, overwrite=overwrite)
                pending = resume(backup)
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(int(count) for count, _ in backup.tables.values())
        self.stdout.write(
            f"Restored as of {backup.made_at}: {rows} rows in {len(backup.tables)} "
            f"tables, {len(backup.files['media'])} files, each as it was."
        )
        if pending:
            self.stdout.write(
                f"Since then {pending} erasures were noted: `migrate` carries them out again."
            )
