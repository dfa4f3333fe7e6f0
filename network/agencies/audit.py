"""Write to the audit log."""

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils import timezone

from network.accounts.models import User

from .models import AGENCY_ROLES, JOURNAL_ACTIONS, Agency, AuditAction, AuditEntry, Membership

# The same refusal is logged once in this time: repeated attempts must not fill the log.
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
    """Add one line to the log; KeyError for an action that no floor has registered.

    `about` is the row that the line is about, if there is one; `subject` names it, where its own
    words do not.

    `detail` is JSON and holds no secret and no address of a citizen.
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
