"""Registrations of the reorganisation of agencies."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.mailing.kinds import MAIL_KINDS

from . import tasks  # noqa: F401  # importing it registers the task
from .guarding import KINDS, RULES
from .notifications import MAILS


def register() -> None:
    """Register the rules of the screens and the mail."""
    GUARDED_KINDS.register(KINDS)
    GUARD_RULES.register(RULES)
    MAIL_KINDS.register(MAILS)
