"""Registrations of this app with lower floors."""

from network.agencies.holdings import HOLDINGS, staying
from network.agencies.models import JOURNAL_ACTIONS
from network.core.frame import NAMES
from network.mailing.digests import DIGEST_PARTS

from . import notifications
from .actions import PracticeAction


def register() -> None:
    """Register the rules, mail part, log actions and URL name of this app."""
    HOLDINGS.register(staying("practices", "practice", "adoption"))
    DIGEST_PARTS.register({"practices": notifications.DIGEST})
    JOURNAL_ACTIONS.register(dict(PracticeAction.choices))
    NAMES.register({"good_practices": "practices:index"})
