"""Registrations of the screens with lower floors."""

from network.agencies.guard.rules import GUARD_RULES
from network.moderation.review.edit_views import ABOVE_EDITOR

from .guarding import RULES
from .pages import line_above_editor


def register() -> None:
    """Register the screens, and the line above the page editor."""
    GUARD_RULES.register(RULES)
    ABOVE_EDITOR.register({"usage": line_above_editor})
