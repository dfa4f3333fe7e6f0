"""Registrations of this app with lower floors."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS
from network.agencies.transfer import TRANSFERABLE
from network.core.erasures.services import ERASABLE, Erasable
from network.core.frame import NAMES
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from . import notifications
from .actions import RightsAction
from .desk import guarding, panels
from .erasing import take_offline


def register() -> None:
    """Register the parts of this app."""
    ERASABLE.register(
        {
            "rights_requests.RightsRequest": Erasable(),
            "wagtailcore.Page": Erasable(take_offline, by_deletion=False),
        }
    )
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"rights_requests": panels.panels_for})
    WORK.register({"rights_requests": panels.work_for})
    NAMES.register({"send_rights_request": "rights_requests:send"})
    JOURNAL_ACTIONS.register(dict(RightsAction.choices))
    MAIL_KINDS.register(notifications.MAILS)
    DIGEST_PARTS.register({"rights_requests": notifications.DIGEST})
    TRANSFERABLE.register({"rights_requests.rightsrequest": "The successor answers what is open."})
