"""What this floor registers with those below."""

from network.agencies.guard.rules import GUARD_RULES
from network.core.frame import NAMES

from . import digest_services  # noqa: F401
from .guarding import RULES


def register() -> None:
    """Register it."""
    GUARD_RULES.register(RULES)
    NAMES.register({"follow": "following:ask"})
