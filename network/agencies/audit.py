"""Write to the audit log."""

import datetime as dt
from typing import Any

from network.accounts.models import User

from .models import JOURNAL_ACTIONS, Agency, AuditAction, AuditEntry

# The same refusal is logged once in this time: repeated attempts must not fill the log.
REFUSAL_QUIET = dt.timedelta(minutes=1)


def record(
    *,
    actor: User | None,
    agency: Agency | None,
    action: str,
    now: dt.datetime,
    subject: str = "",
    **detail: Any,
) -> AuditEntry:
    """Add one line to the log; KeyError for an action that no floor has registered.

    `detail` is JSON and holds no secret and no address of a citizen.
    """
    JOURNAL_ACTIONS[action]
    return AuditEntry.objects.create(
        at=now,
        actor=actor,
        actor_name=f"{actor.get_full_name()} ({actor.username})" if actor else "",
        agency=agency,
        action=action,
        subject=subject[:300],
        detail=detail,
    )


def record_refusal(
    *, actor: User, url: str, now: dt.datetime, subject: str = "", **detail: Any
) -> None:
    """Write that `actor` was refused at the screen with the URL name `url`, once a minute.

    The line is no agency's, so that only readers of the whole log see it: the actor's own agency
    must not learn from it whose object the number in the address is.
    """
    told = AuditEntry.objects.filter(
        agency=None,
        at__gt=now - REFUSAL_QUIET,
        actor=actor,
        action=AuditAction.REFUSED,
        detail__url=url,
    )
    if not told.exists():
        record(
            actor=actor,
            agency=None,
            action=AuditAction.REFUSED,
            now=now,
            subject=subject,
            url=url,
            **detail,
        )
