"""Registrations of this app with lower floors."""

from network.core.frame import NAMES


def register() -> None:
    """Register the rating form of public pages."""
    NAMES.register({"page_rating": "feedback/rating_form.html"})
