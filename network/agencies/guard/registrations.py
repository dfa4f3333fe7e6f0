"""Registrations of the guard: its own kinds and rules, and the check of its table."""

from django.core.checks import Tags
from django.core.checks import register as register_check
from wagtail.models import Page

from . import owners, wagtail_rules
from .by_model import BULK_MODELS
from .faults import check_table
from .owners import GUARDED_KINDS, ObjectKind
from .rules import GUARD_RULES


def register() -> None:
    """Register the kinds and rules of Wagtail's own screens, and the system check."""
    GUARDED_KINDS.register(owners.KINDS)
    GUARD_RULES.register(wagtail_rules.RULES)
    BULK_MODELS.register({Page._meta.label_lower: ObjectKind.PAGE})
    register_check(check_table, Tags.security)
