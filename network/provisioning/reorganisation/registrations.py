"""Registrations of the reorganisation of agencies."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.naming import NAMES_TAKEN_BACK
from network.mailing.kinds import MAIL_KINDS

from . import tasks  # noqa: F401  # importing it registers the task
from .guarding import KINDS, RULES
from .notifications import MAILS
from .receiving import was_renamed_back


def register() -> None:
    """Register the rules of the screens, the mails, and the names that an undo took back."""
    GUARDED_KINDS.register(KINDS)
    GUARD_RULES.register(RULES)
    MAIL_KINDS.register(MAILS)
    NAMES_TAKEN_BACK.register({"undone renamings": was_renamed_back})
