"""Upgrade the database to the installed release."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...backup.errors import BackupError
from ...upgrading.errors import UpgradeError
from ...upgrading.service import upgrade


class Command(BaseCommand):
    """Runs checks, shows the maintenance page, backs up, migrates, and checks again."""

    help = (
        "Bring the database to this release. Where something fails, the backup made before is"
        " restored and the former release goes on."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Upgrade. Raises CommandError if it fails."""
        try:
            upgrade(say=self.stdout.write)
        except (BackupError, UpgradeError) as error:
            raise CommandError(str(error)) from error
