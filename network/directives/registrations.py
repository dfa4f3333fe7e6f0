"""Registrations of the directives app with lower layers."""

from network.agencies.holdings import HOLDINGS, staying
from network.agencies.models import JOURNAL_ACTIONS
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from . import notifications
from .actions import DirectiveAction


def register() -> None:
    """Register this app's contributions."""
    HOLDINGS.register(staying("directives", "recipient", "assignment"))
    JOURNAL_ACTIONS.register(dict(DirectiveAction.choices))
    MAIL_KINDS.register(notifications.MAILS)
    DIGEST_PARTS.register({"directives": notifications.DIGEST})
