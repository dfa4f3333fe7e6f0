"""Registrations of this app with lower floors."""

from network.agencies.guard.rules import GUARD_RULES, Rule, UrlAudience, names_nothing
from network.agencies.holdings import HOLDINGS, Holding, RowFate
from network.agencies.models import JOURNAL_ACTIONS
from network.core.start_page import START_PANELS
from network.mailing.digests import DIGEST_PARTS

from . import delegation_mails
from .actions import DeskAction
from .start_panels import panels_for


def register() -> None:
    """Register the URL rule and the start page panel."""
    GUARD_RULES.register({"work:index": Rule(UrlAudience.EVERYONE, names_nothing())})
    JOURNAL_ACTIONS.register(dict(DeskAction.choices))
    HOLDINGS.register({"desks.delegation": Holding(RowFate.ENDS)})
    DIGEST_PARTS.register({"delegations": delegation_mails.DIGEST})
    START_PANELS.register({"work": panels_for})
