"""Write and verify the hash-chained decision log of an agency.

`record_decision` is called by every service that changes the state of a page; `first_break` by the
command `verify_decisions`.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import transaction
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.models import Agency, Membership
from network.mailing.services import queue_mail

from .migrated import MigratedContents
from .models import Action, ChainEnd, Decision
from .publication import is_by_install
from .revisions import digest_of, digests_of

# Number of log rows that are read at a time.
CHUNK = 500
# Fields of a row that its hash covers, in addition to the hash of the previous row.
HASHED = (
    "sequence",
    "deed",
    "page_id",
    "page_title",
    "revision_id",
    "digest",
    "actor_id",
    "actor_name",
    "role",
    "decision_number",
    "comment",
    "checklist",
    "detail",
)


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """The first row of an agency's decision log that fails verification, and why."""

    agency: str
    sequence: int
    reason: str


def record_decision(
    *,
    agency: Agency,
    page: Page,
    deed: Action,
    now: dt.datetime,
    revision_id: int | None,
    actor: User | None = None,
    membership: Membership | None = None,
    role: str = "",
    comment: str = "",
    checklist: list[dict[str, Any]] | None = None,
    **detail: Any,
) -> Decision:
    """Append a row to the agency's decision log, in the caller's transaction.

    `membership` gives the role and the decision number under which the actor works; `role` is used
    if there is no membership. Extra keyword arguments are stored as JSON in `detail`. Takes six
    queries and locks the agency's ChainEnd row, so concurrent writers of one agency wait here.

    The mail to the people concerned is queued in the same transaction, so that action and mail are
    stored together or not at all. No mail is queued inside `published_by_install`.
    """
    ChainEnd.objects.get_or_create(agency=agency)
    end = ChainEnd.objects.select_for_update().get(agency=agency)
    decision = Decision(
        agency=agency,
        sequence=end.sequence + 1,
        at=now,
        deed=deed,
        page_id=page.pk,
        page_title=page.draft_title or page.title,
        revision_id=revision_id,
        digest=digest_of(revision_id) if revision_id else "",
        actor=actor,
        actor_name=actor.logged_name if actor else "",
        role=membership.role if membership else role,
        decision_number=membership.decision_number if membership else "",
        comment=comment,
        checklist=checklist or [],
        detail=detail,
        previous_hash=end.hash,
    )
    decision.hash = hash_of(decision, agency.code)
    decision.save(force_insert=True)
    end.sequence, end.hash = decision.sequence, decision.hash
    end.save(update_fields=["sequence", "hash"])
    if not is_by_install():
        queue_mail("moderation.decision", decision_id=decision.pk)
    return decision


def hash_of(decision: Decision, agency_code: str) -> str:
    """Return the hex SHA-256 of a row: its HASHED fields, time, agency code and previous hash."""
    content = {name: getattr(decision, name) for name in HASHED}
    content |= {
        "agency": agency_code,
        "at": decision.at.astimezone(dt.UTC).isoformat(),
        "previous": decision.previous_hash,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(agency: Agency, *, advance: Callable[[], None] = lambda: None) -> ChainBreak | None:
    """Verify an agency's whole decision log.

    Returns its first broken row, or None if the log is intact. The log is intact if the sequence
    runs from 1 without gaps, every row has the hash of its content and of the row before, the last
    row matches ChainEnd, and every revision that still exists has the content that was decided on.
    Takes two queries per CHUNK rows; calls `advance` after each CHUNK. Locks the agency's ChainEnd
    row.
    """
    with transaction.atomic():
        # The lock keeps writers from appending rows during the verification.
        end = ChainEnd.objects.select_for_update().filter(agency=agency).first()
        expected, previous = 1, ""
        migrated = MigratedContents(agency)
        rows = Decision.objects.filter(agency=agency).order_by("sequence")
        for chunk in batched(rows.iterator(chunk_size=CHUNK), CHUNK):
            digests = digests_of({row.revision_id for row in chunk if row.revision_id})
            for decision in chunk:
                reason = _reason(decision, agency.code, expected, previous)
                reason = reason or migrated.fault(decision)
                reason = reason or _changed_revision(decision, digests, migrated)
                if reason:
                    return ChainBreak(agency.code, expected, reason)
                expected, previous = expected + 1, decision.hash
            advance()
    if (expected - 1, previous) == ((end.sequence, end.hash) if end else (0, "")):
        return None
    missing = end is not None and end.sequence >= expected
    reason = "the last decisions are missing" if missing else "the log ends where it should not"
    return ChainBreak(agency.code, expected, reason)


def _reason(decision: Decision, code: str, expected: int, previous: str) -> str:
    if decision.sequence != expected:
        return "a decision is missing"
    if decision.previous_hash != previous:
        return "the link to the decision before it was altered"
    if decision.hash != hash_of(decision, code):
        return "the decision was altered"
    return ""


def _changed_revision(
    decision: Decision, digests: Mapping[int, str], migrated: MigratedContents
) -> str:
    found = digests.get(decision.revision_id or 0)
    if found is None or found == migrated.digest_now(decision):
        return ""
    return f"revision {decision.revision_id} no longer says what was decided upon"
