"""Registrations of this app with lower floors."""

from network.agencies.holdings import HOLDINGS, Holding, RowFate
from network.agencies.models import JOURNAL_ACTIONS
from network.core.erasures.services import ERASABLE, Erasable
from network.core.frame import NAMES
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from . import notifications
from .actions import RightsAction
from .erasing import take_offline
from .services import HAND_OVER


def register() -> None:
    """Register the parts of this app."""
    ERASABLE.register(
        {
            "rights_requests.RightsRequest": Erasable(),
            "wagtailcore.Page": Erasable(take_offline, by_deletion=False),
        }
    )
    NAMES.register({"send_rights_request": "rights_requests:send"})
    JOURNAL_ACTIONS.register(dict(RightsAction.choices))
    MAIL_KINDS.register(notifications.MAILS)
    DIGEST_PARTS.register({"rights_requests": notifications.DIGEST})
    HOLDINGS.register(
        {"rights_requests.rightsrequest": Holding(RowFate.MOVES, hand_over=HAND_OVER)}
    )
