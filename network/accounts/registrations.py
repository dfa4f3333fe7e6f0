"""Registrations of this app with lower layers."""

import datetime as dt

from network.core.due_times import DUE_TIMES, DueTime
from network.mailing.kinds import MAIL_KINDS

from .cache import TABLE
from .notifications import MAILS


def register() -> None:
    MAIL_KINDS.register(MAILS)
    # allauth keeps no count for longer than a day.
    DUE_TIMES.register({"sign-in counts": DueTime(TABLE, "expires", dt.timedelta(days=1))})
