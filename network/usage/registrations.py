"""Registrations of this app with lower floors."""

from network.core.page_views import VIEWS

from .services import store_views


def register() -> None:
    """Let the counts of the web processes be written."""
    VIEWS.write = store_views
