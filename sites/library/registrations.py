"""Registrations of the library for agencies."""

from network.agencies.models import JOURNAL_ACTIONS

from .passing import LibraryAction


def register() -> None:
    """Register the actions of the audit log."""
    JOURNAL_ACTIONS.register(dict(LibraryAction.choices))
