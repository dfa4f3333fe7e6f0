"""Registrations of the reporting app with lower layers."""

from django.db.models import QuerySet

from network.agencies.holdings import HOLDINGS, Holding, RowFate
from network.agencies.models import JOURNAL_ACTIONS
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from . import notifications, reminding
from .actions import ReportAction
from .models import OPEN_STATES, Report
from .sources import SOURCES, diary, networks, pages, questions, views


def _unfinished() -> QuerySet[Report]:
    return Report.objects.filter(state__in=OPEN_STATES, on_paper=False)


def register() -> None:
    """Register this app's contributions."""
    HOLDINGS.register({"reporting.report": Holding(RowFate.STAYS, unfinished=_unfinished)})
    for room in (pages, questions, networks, diary, views):
        SOURCES.register(room.SOURCES)
    JOURNAL_ACTIONS.register(dict(ReportAction.choices))
    MAIL_KINDS.register(reminding.MAILS)
    DIGEST_PARTS.register({"reporting": notifications.DIGEST})
