"""What retention registers with the layers below."""

from network.core.system_checks.findings import SYSTEM_CHECKS

from .checks import CHECKS


def register() -> None:
    """Register the check that shows the figures of the last night."""
    SYSTEM_CHECKS.register(CHECKS)
