"""Journal entries about cases, written by their services and by `succession`."""

import datetime as dt

from network.accounts.models import User
from network.agencies.audit import record

from ..models import Case
from .actions import CaseAction


def record_move(
    case: Case, action: CaseAction, user: User | None, now: dt.datetime, **detail: str
) -> None:
    """Add a journal entry about a case. Details that are empty are left out."""
    filled = {key: value for key, value in detail.items() if value}
    record(actor=user, agency=case.agency, action=action, now=now, about=case, **filled)
