"""Registrations of the directives app with lower layers."""

from network.agencies.holdings import HOLDINGS, Holding, RowFate, staying
from network.agencies.models import JOURNAL_ACTIONS
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from . import notifications
from .actions import DirectiveAction
from .models import Assignment
from .selectors import still_open


def register() -> None:
    """Register this app's contributions."""
    unfinished = Holding(RowFate.STAYS, unfinished=lambda: still_open(Assignment.objects.all()))
    HOLDINGS.register(staying("directives", "recipient") | {"directives.assignment": unfinished})
    JOURNAL_ACTIONS.register(dict(DirectiveAction.choices))
    MAIL_KINDS.register(notifications.MAILS)
    DIGEST_PARTS.register({"directives": notifications.DIGEST})
