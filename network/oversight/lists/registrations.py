"""Registrations of the lists that network admins keep."""

from wagtail_modeladmin.options import modeladmin_register

from network.agencies.guard.rules import GUARD_RULES

from .guarding import RULES
from .viewsets import ListsGroup


def register() -> None:
    """Register the lists and their guard rules."""
    GUARD_RULES.register(RULES)
    modeladmin_register(ListsGroup)
