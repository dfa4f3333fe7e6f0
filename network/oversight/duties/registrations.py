"""Registrations of what is asked of the network: its checks, and the guard rules of its screens."""

from network.agencies.guard.rules import GUARD_RULES, Rule, UrlAudience, names_nothing

from ..network_checks import NETWORK_CHECKS
from . import information, operation, speed

RULES = {
    "oversight:duties": Rule(UrlAudience.OVERSIGHT_REPORTS, names_nothing()),
    "oversight:duties_dossier": Rule(UrlAudience.OVERSIGHT_REPORTS, names_nothing()),
    # Requirements belong to no agency. The row is one of the overseer's own agency.
    "oversight:declare_duty": Rule(
        UrlAudience.OVERSEER, names_nothing("duty_id"), overseer_act=True
    ),
}


def register() -> None:
    """Register the checks and the guard rules."""
    NETWORK_CHECKS.register(information.CHECKS)
    NETWORK_CHECKS.register(operation.CHECKS)
    NETWORK_CHECKS.register(speed.CHECKS)
    GUARD_RULES.register(RULES)
