"""Registrations of the public pages of the register."""

from network.media.selectors import PUBLIC_USES

from .selectors import shows_file


def register() -> None:
    """Make the files of documents public, because all records are public."""
    PUBLIC_USES.register({"legal documents": shows_file})
