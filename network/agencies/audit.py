"""Add entries to the audit log, in the caller's transaction.

Used by the services of all apps (`record`) and by the admin guard (`record_refusal`).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from network.accounts.models import User

from .models import AGENCY_ROLES, JOURNAL_ACTIONS, Agency, AuditAction, AuditEntry, Membership


@dataclass(frozen=True, slots=True)
class JournalEvent:
    """What an entry of the audit log says, except who did it and when. Fields as in `record`."""

    action: str
    agency: Agency | None
    subject: str = ""
    about: Model | None = None
    detail: dict[str, Any] = field(default_factory=dict)


# Repeated identical refusals within this time are logged once, so that they do not fill the log.
REFUSAL_QUIET = dt.timedelta(minutes=1)


def record(
    *,
    actor: User | None,
    agency: Agency | None,
    action: str,
    now: dt.datetime,
    subject: str = "",
    about: Model | None = None,
    **detail: Any,
) -> AuditEntry:
    """Add an entry to the audit log. Raises KeyError if no app has registered `action`.

    `about` is the row concerned, if any; `subject` is its title, by default str(about). `detail` is
    stored as JSON and must not contain secrets or citizens' addresses.
    """
    event = JournalEvent(action, agency, subject, about, detail)
    entry = _entry(event, actor, _roles_held(actor, now), now)
    entry.save(force_insert=True)
    return entry


def record_all(*, actor: User, events: Iterable[JournalEvent], now: dt.datetime) -> None:
    """Add many entries of one actor to the audit log. Two queries. Raises KeyError as `record`."""
    held = _roles_held(actor, now)
    AuditEntry.objects.bulk_create(
        (_entry(event, actor, held, now) for event in events), batch_size=1000
    )


def _entry(
    event: JournalEvent,
    actor: User | None,
    held: Sequence[tuple[str, int | None]],
    now: dt.datetime,
) -> AuditEntry:
    """Return the unsaved entry of an event. `held` are the actor's roles of `_roles_held`."""
    JOURNAL_ACTIONS[event.action]
    agency, about = event.agency, event.about
    here = agency.pk if agency else None
    return AuditEntry(
        at=now,
        actor=actor,
        actor_name=actor.logged_name if actor else "",
        roles=sorted({role for role, at in held if role not in AGENCY_ROLES or at == here}),
        agency=agency,
        action=event.action,
        subject=(event.subject or _words(about))[:300],
        detail=event.detail,
        about_type=ContentType.objects.get_for_model(about) if about else None,
        about_id=about.pk if about else None,
    )


def _words(about: Model | None) -> str:
    if isinstance(about, User):
        return about.logged_name
    return str(about or "")


def _roles_held(actor: User | None, now: dt.datetime) -> list[tuple[str, int | None]]:
    """Return (role, agency id) of the actor's roles at that moment; [] for None. One query."""
    if actor is None:
        return []
    held = Membership.objects.valid_on(timezone.localdate(now)).filter(user=actor)
    return list(held.values_list("role", "agency_id"))


def record_refusal(
    *, actor: User, url: str, now: dt.datetime, subject: str = "", **detail: Any
) -> None:
    """Log that `actor` was refused at the screen with URL name `url`, at most once per
    REFUSAL_QUIET.

    The entry belongs to no agency, so only readers of the whole log see it: the actor's own agency
    must not learn to whom an object id in the URL belongs.
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
