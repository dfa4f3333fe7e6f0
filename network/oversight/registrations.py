"""What this floor registers with those below, and what the floor itself puts into its registry."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS
from network.core.start_page import START_PANELS

from .actions import OversightAction
from .checks import ALL
from .guarding import KINDS, RULES
from .outcomes import CHECKS
from .outreach.selectors import OUTREACH, SEEN
from .panels import panels_for


def register() -> None:
    """Register it."""
    CHECKS.register(ALL)
    OUTREACH.register(SEEN)
    GUARDED_KINDS.register(KINDS)
    GUARD_RULES.register(RULES)
    START_PANELS.register({"oversight": panels_for})
    JOURNAL_ACTIONS.register(dict(OversightAction.choices))
