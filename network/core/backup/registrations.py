"""Registrations of the backups."""

from ..system_checks.findings import SYSTEM_CHECKS
from .checks import CHECKS


def register() -> None:
    """Register the system checks of backups, copies and rehearsals."""
    SYSTEM_CHECKS.register(CHECKS)
