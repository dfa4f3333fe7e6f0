"""Registrations of the preview links."""

from network.media.selectors import PASSES

from .passes import shown_in_preview


def register() -> None:
    """Let a preview link open the files of its page."""
    PASSES.register({"preview": shown_in_preview})
