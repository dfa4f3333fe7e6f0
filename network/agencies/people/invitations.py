"""Invitations to an agency or the network: create, resend, withdraw and accept."""

import datetime as dt
import logging
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User
from network.accounts.names import canonical_name
from network.accounts.services import end_sessions
from network.mailing.services import queue_mail

from ..audit import record
from ..models import (
    NETWORK_ROLES,
    Agency,
    AuditAction,
    AuditEntry,
    Invitation,
    InvitationState,
    Membership,
    Role,
)
from .selectors import agencies_without_admin, runs_network
from .services import check_own_admin, check_role, grant_role, lock_agency
from .substitution import check_substitution, grant_substitution
from .terms import Terms
from .tokens import Claim, TokenFault, read_token

logger = logging.getLogger(__name__)
# Repeated identical refusals within this time are logged once, so that they do not fill the log.
REFUSAL_QUIET = dt.timedelta(hours=1)
_REFUSALS = {
    InvitationState.ACCEPTED: TokenFault.ACCEPTED,
    InvitationState.WITHDRAWN: TokenFault.WITHDRAWN,
    InvitationState.EXPIRED: TokenFault.EXPIRED,
}


@transaction.atomic
def invite(
    *,
    agency: Agency,
    email: str,
    role: Role,
    terms: Terms,
    stands_in_for: Membership | None = None,
    actor: User,
    now: dt.datetime,
) -> Invitation:
    """Invite the owner of `email` to a role.

    The result does not reveal whether the address has an account. Raises PermissionDenied if the
    actor may not give the role in the agency, ValidationError if the same invitation is still open.
    """
    check_role(role)
    lock_agency(agency.pk, actor=actor)
    email = canonical_name(email)
    if canonical_name(actor.email) == email:
        check_own_admin(actor, agency, today=timezone.localdate(now))
    same = Invitation.objects.unanswered().filter(agency=agency, email__iexact=email, role=role)
    if same.exists():
        message = _("This invitation was already sent. You can send it again from the list.")
        raise ValidationError({"email": message})
    return _create(
        agency=agency,
        email=email,
        role=role,
        terms=terms,
        stands_in_for=stands_in_for,
        actor=actor,
        now=now,
    )


@transaction.atomic
def invite_substitute(
    *, membership: Membership, email: str, terms: Terms, actor: User, now: dt.datetime
) -> Invitation:
    """Invite the owner of `email` as substitute for `membership`, for a period.

    Raises the exceptions of `invite` and `check_substitution`.
    """
    today = timezone.localdate(now)
    check_substitution(membership, terms, today=today)
    return invite(
        agency=lock_agency(membership.agency_id, actor=actor),
        email=email,
        role=Role(membership.role),
        terms=terms,
        stands_in_for=membership,
        actor=actor,
        now=now,
    )


@transaction.atomic
def invite_first_admin(
    *, agency: Agency, email: str, terms: Terms, actor: User, now: dt.datetime
) -> Invitation:
    """Invite the first admin of an agency. Repeating it for the same email sends a new mail.

    Raises PermissionDenied unless `actor` is a network admin, ValidationError if the agency has no
    section or has an admin, or the email is the actor's own.
    """
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if not runs_network(actor):
        raise PermissionDenied
    if not agencies_without_admin(today=timezone.localdate(now)).filter(pk=agency.pk).exists():
        message = _("This agency is not open, or it has an admin who invites its people.")
        raise ValidationError(message)
    email = canonical_name(email)
    if canonical_name(actor.email) == email:
        raise ValidationError({"email": _("You cannot invite yourself.")})
    _withdraw_same(agency, email, Role.AGENCY_ADMIN, actor, now)
    return _create(
        agency=agency, email=email, role=Role.AGENCY_ADMIN, terms=terms, actor=actor, now=now
    )


@transaction.atomic
def invite_to_network(
    *, agency: Agency | None, email: str, role: Role, terms: Terms, actor: User, now: dt.datetime
) -> Invitation:
    """Invite somebody to a network role, optionally working at `agency`.

    Repeating it sends a new mail. Raises PermissionDenied for an agency role or unless `actor` is a
    network admin, ValidationError for the actor's own email.
    """
    if role not in NETWORK_ROLES or not runs_network(actor):
        raise PermissionDenied
    email = canonical_name(email)
    if canonical_name(actor.email) == email:
        raise ValidationError({"email": _("You cannot invite yourself.")})
    _withdraw_same(agency, email, role, actor, now)
    return _create(agency=agency, email=email, role=role, terms=terms, actor=actor, now=now)


@transaction.atomic
def resend_invitation(*, invitation: Invitation, actor: User, now: dt.datetime) -> None:
    """Mail a new link with a new expiry time. The old link becomes invalid.

    Raises PermissionDenied if the actor may not manage the agency's or network's invitations.
    """
    _check_manager(invitation, actor)
    open_ones = Invitation.objects.unanswered().filter(pk=invitation.pk)
    if open_ones.update(expires_at=now + _lifetime(), token_hash=""):
        _record(invitation, AuditAction.INVITED, actor, now)
        queue_mail("agencies.invitation", invitation_id=invitation.pk)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: User, now: dt.datetime) -> None:
    """Withdraw an invitation; its link becomes invalid. Raises PermissionDenied if the actor may
    not manage it."""
    _check_manager(invitation, actor)
    if Invitation.objects.unanswered().filter(pk=invitation.pk).update(withdrawn_at=now):
        _record(invitation, AuditAction.INVITATION_WITHDRAWN, actor, now)


def claim_of(token: str, *, now: dt.datetime) -> Claim:
    """Return the invitation of a link, with the reason why it cannot be used, or None if it can.

    If the link's own invitation was withdrawn, the next one of the same letter takes its place.
    """
    claim = read_token(token)
    if not claim.invitation or claim.refusal:
        return claim
    state = claim.invitation.state(now)
    if state == InvitationState.WITHDRAWN and (others := offers_of(claim.invitation, now=now)):
        return Claim(others[0], None)
    return Claim(claim.invitation, _REFUSALS.get(state))


def offers_of(invitation: Invitation, *, now: dt.datetime) -> list[Invitation]:
    """Return the invitations of one letter that can still be accepted. One query."""
    rows = Invitation.objects.in_letter_of(invitation)
    return [row for row in rows if row.state(now) == InvitationState.WAITING]


@transaction.atomic
def accept_as_new(
    *, token: str, username: str, first_name: str, last_name: str, password: str, now: dt.datetime
) -> User:
    """Create the account of an invited person with all roles of the letter. Returns the account.

    Raises ValidationError if the link was used or withdrawn meanwhile, or the user name is taken.
    """
    invitation = _take(token, now=now)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username,
                email=invitation.email,
                password=password,
                first_name=first_name,
                last_name=last_name,
            )
    except IntegrityError as error:
        message = _("This user name was taken just now. Choose another one.")
        raise ValidationError({"username": message}) from error
    _enter_all(invitation, user, now)
    return user


@transaction.atomic
def accept_as_existing(
    *, token: str, user: User, session_key: str | None, now: dt.datetime
) -> Membership:
    """Give all roles of the letter to a user with the invited address, and end their other
    sessions. Returns the membership of the link's own invitation.

    Raises PermissionDenied for any other user, ValidationError if the link was used or withdrawn
    meanwhile.
    """
    invitation = _take(token, now=now)
    if canonical_name(user.email) != canonical_name(invitation.email) or not user.is_active:
        raise PermissionDenied
    end_sessions(user=user, keep=session_key)
    return _enter_all(invitation, user, now)


def record_refusal(*, claim: Claim, now: dt.datetime) -> None:
    """Log that a link was refused, at most once per REFUSAL_QUIET. The submitted input is not
    logged."""
    reason, invitation = str(claim.refusal), claim.invitation
    if invitation is None:
        logger.warning("an invitation link that is nobody's was refused")
        return
    told = AuditEntry.objects.about(invitation).filter(
        action=AuditAction.INVITATION_REFUSED, at__gt=now - REFUSAL_QUIET, detail__refusal=reason
    )
    if not told.exists():
        _record(invitation, AuditAction.INVITATION_REFUSED, None, now, refusal=reason)


def _check_manager(invitation: Invitation, actor: User) -> None:
    if invitation.role not in NETWORK_ROLES:
        lock_agency(invitation.agency_id, actor=actor)
    elif not runs_network(actor):
        raise PermissionDenied


def _take(token: str, *, now: dt.datetime) -> Invitation:
    """Return the invitation, locked so that a link can be used only once. Raises ValidationError if
    it is invalid."""
    claim = claim_of(token, now=now)
    if claim.invitation and not claim.refusal:
        locked = Invitation.objects.select_for_update().get(pk=claim.invitation.pk)
        if locked.state(now) == InvitationState.WAITING:
            return locked
    raise ValidationError(_("This link is no longer valid."))


def _enter_all(invitation: Invitation, user: User, now: dt.datetime) -> Membership:
    others = [each.pk for each in offers_of(invitation, now=now) if each.pk != invitation.pk]
    for other in Invitation.objects.select_for_update().filter(pk__in=others).order_by("pk"):
        if other.state(now) == InvitationState.WAITING:
            _enter(other, user, now)
    return _enter(invitation, user, now)


def _enter(invitation: Invitation, user: User, now: dt.datetime) -> Membership:
    # Rights are never given retroactively.
    """Create the membership that an invitation offers, from today at the earliest, and mark the
    invitation as accepted."""
    begins = max(invitation.valid_from, timezone.localdate(now))
    terms = Terms(invitation.decision_number, begins, invitation.valid_to, invitation.decided_on)
    if replaced := invitation.stands_in_for:
        # The substituted role may have ended, or its end may have changed, since the invitation.
        check_substitution(replaced, terms, today=begins)
        membership = grant_substitution(
            membership=replaced, user=user, terms=terms, actor=user, now=now
        )
    else:
        membership = grant_role(
            user=user,
            agency=invitation.agency,
            role=Role(invitation.role),
            terms=terms,
            actor=user,
            now=now,
        )
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    _record(invitation, AuditAction.INVITATION_ACCEPTED, user, now)
    return membership


def _withdraw_same(
    agency: Agency | None, email: str, role: Role, actor: User, now: dt.datetime
) -> None:
    same = Invitation.objects.unanswered().filter(agency=agency, email__iexact=email, role=role)
    for invitation in same.select_for_update():
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
        _record(invitation, AuditAction.INVITATION_WITHDRAWN, actor, now)


def _create(*, terms: Terms, actor: User, now: dt.datetime, **fields: Any) -> Invitation:
    invitation = Invitation.objects.create(
        **fields, **asdict(terms), invited_by=actor, invited_at=now, expires_at=now + _lifetime()
    )
    _record(invitation, AuditAction.INVITED, actor, now)
    queue_mail("agencies.invitation", invitation_id=invitation.pk)
    return invitation


def _lifetime() -> dt.timedelta:
    return dt.timedelta(days=settings.INVITATION_DAYS)


def _record(
    invitation: Invitation, action: AuditAction, actor: User | None, now: dt.datetime, **detail: str
) -> None:
    """Log an action on an invitation, with its role and decision number."""
    record(
        actor=actor,
        agency=invitation.agency,
        action=action,
        now=now,
        subject=invitation.email,
        about=invitation,
        role=invitation.role,
        decision_number=invitation.decision_number,
        **detail,
    )
