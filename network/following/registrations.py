"""Registrations of the following app with lower layers."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.rules import GUARD_RULES
from network.agencies.holdings import HOLDINGS, Holding, RowFate
from network.core.due_times import DUE_TIMES, DueTime
from network.core.erasures.services import ERASABLE, Erasable
from network.core.frame import NAMES
from network.mailing.kinds import MAIL_KINDS

from . import digest_services, mailing
from .guarding import RULES
from .models import Subscriber
from .succession import HAND_OVER


def register() -> None:
    HOLDINGS.register(
        {"following.follow": Holding(RowFate.MOVES, hand_over=HAND_OVER, label=_("followers"))}
    )
    ERASABLE.register({"following.Subscriber": Erasable(), "following.FollowRequest": Erasable()})
    GUARD_RULES.register(RULES)
    NAMES.register({"follow": "following:ask"})
    # An edition ends when it is queued: a later end would leave out all editions before it.
    table, none = Subscriber._meta.db_table, dt.timedelta(0)
    DUE_TIMES.register(
        {
            "ends of digests": DueTime(table, "digested_until", none),
            "claims of digests": DueTime(table, "claimed_until", none),
        }
    )
    MAIL_KINDS.register(digest_services.MAILS | mailing.MAILS)
