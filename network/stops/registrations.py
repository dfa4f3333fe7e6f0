"""Registrations of this app with lower floors."""

from network.agencies.guard.rules import GUARD_RULES
from network.core.frame import NAMES
from network.mailing.kinds import MAIL_KINDS

from .guarding import RULES
from .notifications import MAILS


def register() -> None:
    """Register the band of public pages, the screens and the mails."""
    NAMES.register({"stop_band": "stops/band.html", "stops": "stops:index"})
    GUARD_RULES.register(RULES)
    MAIL_KINDS.register(MAILS)
