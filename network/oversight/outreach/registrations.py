"""Registrations of outreach."""

from .selectors import OUTREACH, SEEN


def register() -> None:
    """Register the outreach that the network sees by itself."""
    OUTREACH.register(SEEN)
