"""Write to the decision log, and prove that it is whole."""

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

# So many rows of a log are read at a time.
CHUNK = 500
# What a link is the hash of, besides the link before it.
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
    """The first link of an agency's chain that is not as it was written."""

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
    """Add the next link to the agency's chain, in the transaction of the action itself.

    `membership` says in which role and under which decision number the person acted; `role` is
    for who acts without one. Six queries. Writers of one agency wait for each other here.

    Whom the deed concerns is told by mail: the job is queued in this very transaction, so that
    there is never a deed without its mail nor a mail without its deed.
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
    """Return the SHA-256, in hexadecimal, of a row, its agency and the link before it."""
    content = {name: getattr(decision, name) for name in HASHED}
    content |= {
        "agency": agency_code,
        "at": decision.at.astimezone(dt.UTC).isoformat(),
        "previous": decision.previous_hash,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(agency: Agency, *, advance: Callable[[], None] = lambda: None) -> ChainBreak | None:
    """Return the first broken link of an agency's chain, None where it is whole.

    A chain is whole when its numbers run from 1 without a gap, every row hashes to what it says,
    names the hash of the row before, and the last one is the one the chain's end remembers; and
    when every revision that still exists says what was decided upon. One query for CHUNK rows and
    one for their revisions; `advance` is called after each CHUNK.
    """
    with transaction.atomic():
        # Nobody adds to it while it is read.
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
