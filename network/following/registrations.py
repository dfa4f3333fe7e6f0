"""Registrations of the following app with lower layers."""

from network.agencies.guard.rules import GUARD_RULES
from network.core.erasures.services import ERASABLE, Erasable
from network.core.frame import NAMES
from network.mailing.kinds import MAIL_KINDS

from . import digest_services, mailing
from .guarding import RULES


def register() -> None:
    ERASABLE.register({"following.Subscriber": Erasable(), "following.FollowRequest": Erasable()})
    GUARD_RULES.register(RULES)
    NAMES.register({"follow": "following:ask"})
    MAIL_KINDS.register(digest_services.MAILS | mailing.MAILS)
