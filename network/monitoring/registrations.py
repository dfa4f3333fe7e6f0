"""What monitoring registers with the layers below."""

from network.agencies.figures import FIGURES
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import Role
from network.core.system_checks.findings import SYSTEM_CHECKS

from .checks import CHECKS
from .figures import fault_figures
from .guarding import RULES


def register() -> None:
    """Register the checks of monitoring itself, its screen, and the figure of the start page."""
    SYSTEM_CHECKS.register(CHECKS)
    GUARD_RULES.register(RULES)
    FIGURES.register({"system": (frozenset({Role.NETWORK_ADMIN}), fault_figures)})
