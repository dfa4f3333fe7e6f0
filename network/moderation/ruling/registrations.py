"""Registrations of the editorial rules."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS

from .guarding import RULES
from .services import RULES_CHANGED


def register() -> None:
    """Register the guard rules and the action of the audit log."""
    GUARD_RULES.register(RULES)
    JOURNAL_ACTIONS.register({RULES_CHANGED: _("Editorial rules changed")})
