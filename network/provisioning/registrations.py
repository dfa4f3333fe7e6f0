"""What this floor registers with those below."""

from network.agencies.figures import FIGURES
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import Role

from .figures import of_agencies
from .guarding import RULES


def register() -> None:
    """Register it."""
    GUARD_RULES.register(RULES)
    FIGURES.register({"agencies": (frozenset({Role.NETWORK_ADMIN}), of_agencies)})
