"""Registrations of this app with lower floors."""

from network.core.frame import NAMES


def register() -> None:
    """Register the URL name that the footer of every page links to."""
    NAMES.register({"open_data": "opendata:index"})
