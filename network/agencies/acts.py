"""Acting for an agency: an overseer gets the agency's roles for an hour, with a reason.

While an act is running, the overseer's own roles give no rights at all, in the network or in an
agency; the database view `accounts_user_groups` leaves them out. Used by the screens below
/admin/lam-thay/.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User

from .audit import record
from .models import LONGEST_ACT, Act, Agency, AuditAction, Membership, Role

SHORTEST_REASON = 10


@transaction.atomic
def start_act(*, user: User, agency: Agency, reason: str, now: dt.datetime) -> Act:
    """Give an overseer the roles of `agency` for at most an hour, replacing the overseer's own
    rights.

    Ends a running act first. Raises PermissionDenied for anybody else, ValidationError for a reason
    shorter than SHORTEST_REASON characters.
    """
    if not is_overseer(user=user, now=now):
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
    """End the running act of `user`, if any. The user's own roles apply again."""
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


def is_overseer(*, user: User, now: dt.datetime) -> bool:
    """Return whether `user` has the overseer role, even if an act currently suspends its rights."""
    held = Membership.objects.valid_on(timezone.localdate(now))
    return held.filter(user=user, role=Role.OVERSEER).exists()


def current_act(*, user: User, now: dt.datetime) -> Act | None:
    """Return the running act of `user` at `now` with its agency, or None. One query."""
    return (
        Act.objects.select_related("agency").filter(user=user, started_at__lte=now, ends_at__gt=now)
    ).first()
