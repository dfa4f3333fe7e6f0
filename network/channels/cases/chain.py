"""Hash chain of a case's log entries: each entry holds a hash that includes the one before."""

import datetime as dt
import hashlib
import json
from typing import Any

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import AuditEntry

from ..models import Case
from .actions import CaseAction

# Key of the hash in an entry's detail.
LINK = "chain"


def record_move(
    case: Case, action: CaseAction, user: User | None, now: dt.datetime, **detail: Any
) -> None:
    """Log an action on a case and extend its hash chain. The caller must have locked the case."""
    detail = {key: value for key, value in detail.items() if value}
    name = user.logged_name if user else ""
    case.chain = _hash(case.chain, now, action, name, detail)
    case.save(update_fields=["chain"])
    detail[LINK] = case.chain
    record(actor=user, agency=case.agency, action=action, now=now, about=case, **detail)


def is_whole(case: Case) -> bool:
    """Return whether no log entry of the case was changed, added or removed. One query."""
    last = ""
    for entry in AuditEntry.objects.about(case).order_by("pk"):
        detail = {key: value for key, value in entry.detail.items() if key != LINK}
        last = _hash(last, entry.at, entry.action, entry.actor_name, detail)
        if entry.detail.get(LINK) != last:
            return False
    return last == case.chain


def _hash(before: str, at: dt.datetime, action: str, name: str, detail: dict[str, Any]) -> str:
    """Return the SHA-256 of an entry together with the hash before it."""
    moment = at.astimezone(dt.UTC).isoformat()
    line = [before, moment, str(action), name, detail]
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
