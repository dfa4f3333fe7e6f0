"""The overseer acts for an agency, in the open and for a short time."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User

from .audit import record
from .models import LONGEST_ACT, Act, Agency, AuditAction, Membership, Role

SHORTEST_REASON = 10


@transaction.atomic
def start_act(*, user: User, agency: Agency, reason: str, now: dt.datetime) -> Act:
    """Let an overseer work as `agency`'s own people for at most an hour; ends a running act.

    Raises PermissionDenied for anybody else, ValidationError for a reason that says nothing.
    """
    today = now.astimezone().date()
    overseers = Membership.objects.valid_on(today).filter(role=Role.OVERSEER)
    if not overseers.filter(user=user).exists():
        raise PermissionDenied
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Say why, in at least ten letters.")})
    end_act(user=user, now=now)
    act = Act.objects.create(
        user=user, agency=agency, reason=reason.strip(), started_at=now, ends_at=now + LONGEST_ACT
    )
    record(
        actor=user,
        agency=agency,
        action=AuditAction.ACT_STARTED,
        now=now,
        subject=agency.name,
        about=act,
        reason=act.reason,
    )
    return act


@transaction.atomic
def end_act(*, user: User, now: dt.datetime) -> None:
    """End the running act of `user`, if there is one."""
    act = current_act(user=user, now=now)
    if act is None:
        return
    act.ends_at = now
    act.save(update_fields=["ends_at"])
    record(
        actor=user,
        agency=act.agency,
        action=AuditAction.ACT_ENDED,
        now=now,
        subject=act.agency.name,
        about=act,
    )


def current_act(*, user: User, now: dt.datetime) -> Act | None:
    """Return the act `user` is in at `now`, its agency with it; one query."""
    return (
        Act.objects.select_related("agency").filter(user=user, started_at__lte=now, ends_at__gt=now)
    ).first()
