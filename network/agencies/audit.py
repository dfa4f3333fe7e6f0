"""Write to the audit log."""

import datetime as dt
from typing import Any

from network.accounts.models import User

from .models import Agency, AuditAction, AuditEntry


def record(
    *,
    actor: User | None,
    agency: Agency | None,
    action: AuditAction,
    now: dt.datetime,
    subject: str = "",
    **detail: Any,
) -> AuditEntry:
    """Add one line to the log; `detail` is JSON and holds no secret and no address of a citizen."""
    return AuditEntry.objects.create(
        at=now,
        actor=actor,
        actor_name=f"{actor.get_full_name()} ({actor.username})" if actor else "",
        agency=agency,
        action=action,
        subject=subject[:300],
        detail=detail,
    )
