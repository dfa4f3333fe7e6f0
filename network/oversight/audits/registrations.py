"""Registrations of the sample audits."""

from network.core.start_page import START_PANELS

from .panels import panels_for


def register() -> None:
    """Register the panel of the start page."""
    START_PANELS.register({"audits": panels_for})
