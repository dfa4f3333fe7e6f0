"""Registrations of the checks of requirements."""

from ..outcomes import CHECKS
from . import ALL


def register() -> None:
    """Register the checks of this app."""
    CHECKS.register(ALL)
