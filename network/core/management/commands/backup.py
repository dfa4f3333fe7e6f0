"""Back up the database and the stored files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ...backup.errors import BackupError
from ...backup.service import back_up, copy_backups, keep_backups


class Command(BaseCommand):
    """Creates an encrypted backup: one folder, and objects for the stored files that are new."""

    help = (
        "Make a backup below FOLDER; without FOLDER the scheduled one: in BACKUP_DIR, with old"
        " ones deleted and all copied away by BACKUP_COPY_COMMAND."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?")
        parser.add_argument("--copy", action="store_true", help="only copy BACKUP_DIR away")

    def handle(self, *args: Any, folder: Path | None, copy: bool, **options: Any) -> None:
        """Create the backup. Raises CommandError if it fails, and then leaves no incomplete
        backup."""
        try:
            if copy:
                said = copy_backups()
            else:
                said = [str(back_up(folder, now=timezone.now()))] if folder else keep_backups()
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(said))
        self.stdout.write("Keep the keys that keys.txt names apart from it.")
