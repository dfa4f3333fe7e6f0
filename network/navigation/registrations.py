"""Registrations of this app with lower layers."""

from network.agencies.guard.rules import GUARD_RULES

from .guarding import RULES


def register() -> None:
    GUARD_RULES.register(RULES)
