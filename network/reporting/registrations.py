"""Registrations of the reporting app with lower layers."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from . import notifications, reminding
from .actions import ReportAction
from .desk import guarding, panels
from .sources import SOURCES, diary, networks, pages, questions


def register() -> None:
    """Register this app's contributions."""
    for room in (pages, questions, networks, diary):
        SOURCES.register(room.SOURCES)
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"reporting": panels.panels_for})
    WORK.register({"reporting": panels.work_for})
    JOURNAL_ACTIONS.register(dict(ReportAction.choices))
    MAIL_KINDS.register(reminding.MAILS)
    DIGEST_PARTS.register({"reporting": notifications.DIGEST})
