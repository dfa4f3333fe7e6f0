"""What this floor registers with those below."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.core.start_page import START_PANELS
from network.media.selectors import PASSES

from .previewing.passes import shown_in_preview
from .review import guarding, panels


def register() -> None:
    """Register it."""
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"moderation": panels.panels_for})
    PASSES.register({"preview": shown_in_preview})
