"""Change, end and secure the memberships of an agency's people. Every change is logged."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User
from network.accounts.services import end_sessions, reset_second_factor

from ..audit import record
from ..models import (
    AGENCY_ROLES,
    NETWORK_ROLES,
    Agency,
    AuditAction,
    Invitation,
    Membership,
    Role,
    RoleGroup,
)
from ..services import grant_membership
from .factors import belongs_to, reset_by_network
from .selectors import administered_agencies, runs_network
from .terms import Terms

DAY = dt.timedelta(days=1)
NETWORK_RESETS = _(
    "This person has other roles in the network too. The network admin resets their second factor."
)


@transaction.atomic
def change_role(
    *, membership: Membership, role: Role, terms: Terms, actor: User, now: dt.datetime
) -> Membership:
    """End `membership` on the day before `terms` begin, and give its person `role` from then on.

    The substitute's role ends too. Raises PermissionDenied if the actor may not give the role in
    the agency, ValidationError for invalid dates or if the agency would lose its last admin.
    """
    agency = lock_agency(membership.agency_id, actor=actor)
    return change_role_in(
        agency=agency, membership=membership, role=role, terms=terms, actor=actor, now=now
    )


def change_role_in(
    *,
    agency: Agency,
    membership: Membership,
    role: Role,
    terms: Terms,
    actor: User,
    now: dt.datetime,
) -> Membership:
    """Do the work of `change_role` for an agency that the caller has locked and checked."""
    check_role(role)
    if membership.user_id == actor.pk:
        check_own_admin(actor, agency, today=timezone.localdate(now))
    begins = terms.valid_from
    if begins < timezone.localdate(now) or (terms.valid_to and terms.valid_to < begins):
        raise ValidationError({"valid_from": _("The role cannot begin in the past.")})
    if role != Role.AGENCY_ADMIN:
        _keep_an_admin(membership, from_day=begins, actor=actor)
    _close(membership, last_day=begins - DAY, actor=actor, now=now)
    granted = grant_role(
        user=membership.user, agency=agency, role=role, terms=terms, actor=actor, now=now
    )
    end_sessions(user=membership.user)
    return granted


@transaction.atomic
def end_membership(
    *, membership: Membership, last_day: dt.date, actor: User, now: dt.datetime
) -> None:
    """End `membership` after `last_day`. Yesterday ends it at once, with the person's sessions.

    Raises PermissionDenied for another agency's membership, ValidationError for an earlier day, a
    day after the membership's own end, or if the agency would lose its last admin.
    """
    lock_agency(membership.agency_id, actor=actor)
    _check_last_day(membership, last_day, now)
    _keep_an_admin(membership, from_day=last_day + DAY, actor=actor)
    _close(membership, last_day=last_day, actor=actor, now=now)
    if last_day < timezone.localdate(now):
        end_sessions(user=membership.user)


@transaction.atomic
def end_network_role(
    *,
    membership: Membership,
    last_day: dt.date,
    decision_number: str,
    actor: User,
    now: dt.datetime,
) -> None:
    """End a network role after `last_day`. Yesterday ends it at once.

    Raises PermissionDenied unless `actor` is a network admin, ValidationError for an earlier day, a
    day after the role's own end, or if no network admin would remain.
    """
    if membership.role not in NETWORK_ROLES or not runs_network(actor):
        raise PermissionDenied
    # The lock keeps two admins from removing each other at the same time.
    RoleGroup.objects.select_for_update().get(agency=None, role=Role.NETWORK_ADMIN)
    _check_last_day(membership, last_day, now)
    _keep_a_network_admin(membership, from_day=last_day + DAY)
    _close(membership, last_day=last_day, actor=actor, now=now, ended_by=decision_number)
    if last_day < timezone.localdate(now):
        end_sessions(user=membership.user)


@transaction.atomic
def end_accepted_roles(
    *, invitations: Iterable[Invitation], actor: User | None, now: dt.datetime
) -> None:
    """End at once the roles that were given by accepting these invitations, with the sessions of
    their holders, and mark the invitations as withdrawn. A role that was changed since has another
    decision and stays."""
    today = timezone.localdate(now)
    for invitation in invitations:
        given = Membership.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=today),
            user__email__iexact=invitation.email,
            agency=invitation.agency,
            role=invitation.role,
            decision_number=invitation.decision_number,
            valid_from__gte=invitation.valid_from,
        )
        for membership in given.select_related("user", "agency").select_for_update(of=("self",)):
            _close(membership, last_day=today - DAY, actor=actor, now=now)
            end_sessions(user=membership.user)
            invitation.withdrawn_at = now
            invitation.save(update_fields=["withdrawn_at"])


@transaction.atomic
def reset_factor(*, membership: Membership, actor: User, now: dt.datetime) -> None:
    """Delete the second factor of a member of the actor's agency, who then sets up a new one.

    Raises PermissionDenied for the actor's own (a stolen session must not remove it),
    ValidationError for a person with rights elsewhere, which it protects too.
    """
    agency = lock_agency(membership.agency_id, actor=actor)
    user, today = membership.user, timezone.localdate(now)
    if user == actor:
        raise PermissionDenied
    if not belongs_to(agency, user, today=today):
        raise ValidationError(NETWORK_RESETS)
    _reset_factor(user, agency, actor, now)


@transaction.atomic
def reset_network_factor(*, membership: Membership, actor: User, now: dt.datetime) -> None:
    """Delete the second factor of a person whom no agency may reset, as network admin.

    Raises PermissionDenied for anybody else, for the actor's own factor, and for a role not in
    force.
    """
    user = membership.user
    mine = reset_by_network(today=timezone.localdate(now)).filter(pk=membership.pk)
    if not runs_network(actor) or user == actor or not mine.exists():
        raise PermissionDenied
    agency = membership.agency if membership.role in AGENCY_ROLES else None
    _reset_factor(user, agency, actor, now)


@transaction.atomic
def reset_factor_by_command(*, user: User, now: dt.datetime) -> None:
    """Delete the second factor of any account. For the command line, when no admin can do it."""
    _reset_factor(user, None, None, now, url="manage.py reset_second_factor")


def check_role(role: str) -> None:
    """Raise PermissionDenied unless `role` is an agency role."""
    if role not in AGENCY_ROLES:
        raise PermissionDenied


def check_own_admin(actor: User, agency: Agency, *, today: dt.date) -> None:
    """Raise PermissionDenied unless `actor` is admin of `agency` by membership.

    Checked when people give something to themselves: an act for an agency lasts an hour and must
    not be used to extend it.
    """
    own = Membership.objects.valid_on(today).filter(
        user=actor, agency=agency, role=Role.AGENCY_ADMIN
    )
    if not own.exists():
        raise PermissionDenied


def lock_agency(agency_id: int | None, *, actor: User) -> Agency:
    """Return the agency with its row locked, so that two admins cannot remove each other at once.

    Raises PermissionDenied if `actor` does not administer it now.
    """
    agency = Agency.objects.select_for_update(no_key=True).filter(pk=agency_id or 0).first()
    if agency is None or not administered_agencies(actor).filter(pk=agency.pk).exists():
        raise PermissionDenied
    return agency


def grant_role(
    *,
    user: User,
    agency: Agency | None,
    role: Role,
    terms: Terms,
    stands_in_for: Membership | None = None,
    actor: User | None,
    now: dt.datetime,
    **detail: str,
) -> Membership:
    """Give `role` and log it. A role that began on the same day and was ended is reopened.

    `actor` is None on the command line; `detail` is stored in the log entry.
    """
    membership = grant_membership(
        user=user, agency=agency, role=role, valid_from=terms.valid_from, valid_to=terms.valid_to
    )
    membership.valid_to = terms.valid_to
    membership.decision_number = terms.decision_number
    membership.decided_on = terms.decided_on
    membership.stands_in_for = stands_in_for
    membership.save(update_fields=["valid_to", "decision_number", "decided_on", "stands_in_for"])
    _record(membership, AuditAction.MEMBERSHIP_GRANTED, actor, now, **detail)
    return membership


def _reset_factor(
    user: User, agency: Agency | None, actor: User | None, now: dt.datetime, **detail: str
) -> None:
    reset_second_factor(user=user, actor=actor, now=now)
    record(
        actor=actor,
        agency=agency,
        action=AuditAction.SECOND_FACTOR_RESET,
        now=now,
        about=user,
        **detail,
    )


def _check_last_day(membership: Membership, last_day: dt.date, now: dt.datetime) -> None:
    if last_day < timezone.localdate(now) - DAY:
        raise ValidationError({"last_day": _("The earliest last day is yesterday.")})
    if membership.valid_to and last_day > membership.valid_to:
        raise ValidationError({"last_day": _("The role ends before this day anyway.")})


def _close(
    membership: Membership,
    *,
    last_day: dt.date,
    actor: User | None,
    now: dt.datetime,
    **detail: str,
) -> None:
    if membership.valid_to and membership.valid_to <= last_day:
        return
    # A substitution ends with the substituted role.
    for substitute in Membership.objects.filter(stands_in_for=membership):
        _close(substitute, last_day=last_day, actor=actor, now=now, **detail)
    membership.valid_to = last_day
    if last_day < membership.valid_from:
        # The role was never valid for a whole day; the audit log keeps that it was given.
        Membership.objects.filter(pk=membership.pk).delete()
    else:
        membership.save(update_fields=["valid_to"])
    _record(membership, AuditAction.MEMBERSHIP_ENDED, actor, now, **detail)


def _keep_an_admin(membership: Membership, *, from_day: dt.date, actor: User) -> None:
    if membership.user_id != actor.pk or membership.role != Role.AGENCY_ADMIN:
        return
    others = Membership.objects.valid_on(from_day).filter(
        agency=membership.agency_id, role=Role.AGENCY_ADMIN, user__is_active=True
    )
    if not others.exclude(pk=membership.pk).exists():
        raise ValidationError(
            _("You are the last admin of this agency. Make somebody else its admin first.")
        )


def _keep_a_network_admin(membership: Membership, *, from_day: dt.date) -> None:
    if membership.role != Role.NETWORK_ADMIN:
        return
    ends = membership.valid_to
    as_long = Q(valid_to=None) | (Q(valid_to__gte=ends) if ends else Q(pk=None))
    others = Membership.objects.valid_on(from_day).filter(
        as_long, role=Role.NETWORK_ADMIN, user__is_active=True
    )
    if not others.exclude(pk=membership.pk).exists():
        raise ValidationError(
            _("Nobody else would run the network for as long. Give somebody that role first.")
        )


def _record(
    membership: Membership, action: AuditAction, actor: User | None, now: dt.datetime, **detail: str
) -> None:
    record(
        actor=actor,
        agency=membership.agency,
        action=action,
        now=now,
        about=membership.user,
        role=membership.role,
        valid_from=membership.valid_from.isoformat(),
        valid_to=membership.valid_to.isoformat() if membership.valid_to else "",
        decision_number=membership.decision_number,
        **detail,
    )
