"""Generate a backup key, or confirm that it exists on paper."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...backup.errors import BackupError
from ...backup.service import confirm_key
from ...backup.vault import new_key


class Command(BaseCommand):
    """Backups are useless without the key, so once a year somebody must type it from paper."""

    help = "Type BACKUP_KEY from its copy on paper, to confirm it; --new prints a new key."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new", action="store_true", help="print a new key, change nothing")

    def handle(self, *args: Any, new: bool, **options: Any) -> None:
        """Print a new key, or record the confirmation. Raises CommandError for a wrong key."""
        if new:
            self.stdout.write(new_key())
            return
        try:
            fingerprint = confirm_key(getpass.getpass("BACKUP_KEY, from the copy on paper: "))
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Confirmed: the key {fingerprint} is kept on paper.")
