"""Registrations of the panels of the start page."""

from network.core.start_page import START_PANELS

from . import coming, posts, writing


def register() -> None:
    """Register the panels."""
    START_PANELS.register(
        {
            "writing": writing.panels_for,
            "posts by week": posts.panels_for,
            "coming": coming.panels_for,
        }
    )
