"""Registrations of the reporting app with lower layers."""

from network.agencies.holdings import HOLDINGS, staying
from network.agencies.models import JOURNAL_ACTIONS
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from . import notifications, reminding
from .actions import ReportAction
from .sources import SOURCES, diary, networks, pages, questions, views


def register() -> None:
    """Register this app's contributions."""
    HOLDINGS.register(staying("reporting", "report"))
    for room in (pages, questions, networks, diary, views):
        SOURCES.register(room.SOURCES)
    JOURNAL_ACTIONS.register(dict(ReportAction.choices))
    MAIL_KINDS.register(reminding.MAILS)
    DIGEST_PARTS.register({"reporting": notifications.DIGEST})
