"""Registrations of the register's screens in the admin."""

from wagtail_modeladmin.options import modeladmin_register

from network.agencies.guard.rules import GUARD_RULES

from .guarding import RULES
from .viewsets import LegalGroup


def register() -> None:
    """Register the guard rules and the lists of the register."""
    GUARD_RULES.register(RULES)
    modeladmin_register(LegalGroup)
