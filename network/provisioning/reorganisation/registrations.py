"""Registrations of the reorganisation of agencies."""

from network.agencies.figures import FIGURES
from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import Role
from network.agencies.naming import NAMES_BEFORE, NAMES_TAKEN_BACK
from network.mailing.kinds import MAIL_KINDS

from . import tasks  # noqa: F401  # importing it registers the task
from .former_names import former_name_figures, names_before
from .guarding import KINDS, RULES
from .notifications import MAILS
from .receiving import was_renamed_back


def register() -> None:
    """Register the rules of the screens, the mails, the figures of the start page, and former
    names, also those that an undo took back."""
    FIGURES.register({"former_names": (frozenset({Role.AGENCY_ADMIN}), former_name_figures)})
    GUARDED_KINDS.register(KINDS)
    GUARD_RULES.register(RULES)
    MAIL_KINDS.register(MAILS)
    NAMES_BEFORE.register({"renamings": names_before})
    NAMES_TAKEN_BACK.register({"undone renamings": was_renamed_back})
