"""What monitoring registers with the layers below."""

from network.core.system_checks.findings import SYSTEM_CHECKS

from .checks import CHECKS


def register() -> None:
    """Register the checks of monitoring itself."""
    SYSTEM_CHECKS.register(CHECKS)
