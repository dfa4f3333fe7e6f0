"""Registrations of the activities app with lower layers."""

from network.agencies.models import JOURNAL_ACTIONS
from network.core.frame import NAMES
from network.mailing.kinds import MAIL_KINDS

from . import notifications
from .actions import ActivityAction


def register() -> None:
    """Register this app's contributions."""
    JOURNAL_ACTIONS.register(dict(ActivityAction.choices))
    NAMES.register({"legal_reporters": "public_reporters:list"})
    MAIL_KINDS.register(notifications.MAILS)
