"""Add entries to the audit log, in the caller's transaction.

Used by the services of all apps (`record`) and by the admin guard (`record_refusal`).
"""

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils import timezone

from network.accounts.models import User

from .models import AGENCY_ROLES, JOURNAL_ACTIONS, Agency, AuditAction, AuditEntry, Membership

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
    JOURNAL_ACTIONS[action]
    return AuditEntry.objects.create(
        at=now,
        actor=actor,
        actor_name=actor.logged_name if actor else "",
        roles=_roles_of(actor, agency, now) if actor else [],
        agency=agency,
        action=action,
        subject=(subject or _words(about))[:300],
        detail=detail,
        about_type=ContentType.objects.get_for_model(about) if about else None,
        about_id=about.pk if about else None,
    )


def _words(about: Model | None) -> str:
    if isinstance(about, User):
        return about.logged_name
    return str(about or "")


def _roles_of(actor: User, agency: Agency | None, now: dt.datetime) -> list[str]:
    held = Membership.objects.valid_on(timezone.localdate(now)).filter(user=actor)
    here = held.filter(~Q(role__in=AGENCY_ROLES) | Q(agency=agency))
    return sorted(here.values_list("role", flat=True).distinct())


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
