"""Management command that deletes old rows of the sign-in log."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from network.accounts.services import purge_sign_ins


class Command(BaseCommand):
    """Deletes sign-ins older than SIGN_IN_LOG_DAYS and expired sessions. A background task does the
    same every night."""

    help = "Delete old rows of the sign-in log, and dead sessions."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{purge_sign_ins(now=timezone.now())} sign-ins deleted")
