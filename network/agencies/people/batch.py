"""Invite many people at once, to several agencies. Used by the import of people."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from network.accounts.models import User
from network.accounts.names import canonical_name
from network.mailing.services import queue_mails

from ..audit import JournalEvent, record_all
from ..models import AGENCY_ROLES, Agency, AuditAction, Invitation, Membership, Role
from ..models.querysets import AgencyQuerySet
from .selectors import administered_agencies, runs_network
from .terms import Terms


@dataclass(frozen=True, slots=True)
class Offer:
    """A role to offer to the owner of a mail address, who is called `full_name`."""

    agency: Agency
    email: str
    full_name: str
    role: Role
    terms: Terms

    @property
    def key(self) -> tuple[int, str, str]:
        """Return (agency id, normalized email, role): only one such invitation may be open."""
        return self.agency.pk, canonical_name(self.email), self.role


def agencies_to_staff(actor: User) -> AgencyQuerySet:
    """Return the agencies to which `actor` may bring people from a file: all for a network admin,
    else the administered ones."""
    return Agency.objects.all() if runs_network(actor) else administered_agencies(actor)


def lock_agencies(keys: Iterable[int], *, actor: User) -> None:
    """Lock the rows of the agencies, so that no other admin changes their people meanwhile.

    Raises PermissionDenied unless `actor` may bring people to all of them.
    """
    wanted = set(keys)
    allowed = agencies_to_staff(actor).filter(pk__in=wanted).values("pk")
    rows = Agency.objects.filter(pk__in=allowed).order_by("pk").select_for_update(no_key=True)
    if wanted - set(rows.values_list("pk", flat=True)):
        raise PermissionDenied


def agencies_administered_by_membership(actor: User, *, today: dt.date) -> set[int]:
    """Return the ids of the agencies whose admin `actor` is by membership. One query.

    An act for an agency, or the network's admin role, is no such membership: neither may be used
    to give oneself a role.
    """
    own = Membership.objects.valid_on(today).filter(user=actor, role=Role.AGENCY_ADMIN)
    return {pk for pk in own.values_list("agency_id", flat=True) if pk}


@transaction.atomic
def invite_all(*, offers: Sequence[Offer], actor: User, now: dt.datetime) -> list[Invitation]:
    """Invite people to roles, with one letter each, whatever the number of their roles.

    An open invitation to the same role is withdrawn first. The number of queries does not depend
    on the number of offers. Raises PermissionDenied if `actor` may not give one of the roles.
    """
    lock_agencies({offer.agency.pk for offer in offers}, actor=actor)
    _check(offers, actor, now)
    _withdraw_same(offers, actor, now)
    expires = now + dt.timedelta(days=settings.INVITATION_DAYS)
    made = Invitation.objects.bulk_create(
        [
            Invitation(
                agency=offer.agency,
                email=canonical_name(offer.email),
                full_name=offer.full_name,
                role=offer.role,
                **asdict(offer.terms),
                invited_by=actor,
                invited_at=now,
                expires_at=expires,
            )
            for offer in offers
        ],
        batch_size=1000,
    )
    record_all(actor=actor, events=[_event(AuditAction.INVITED, each) for each in made], now=now)
    first_of_letter = {each.email: each.pk for each in reversed(made)}
    letters = sorted(first_of_letter.values())
    queue_mails("agencies.invitation", [{"invitation_id": pk} for pk in letters])
    return made


def _check(offers: Sequence[Offer], actor: User, now: dt.datetime) -> None:
    own = agencies_administered_by_membership(actor, today=timezone.localdate(now))
    me = canonical_name(actor.email)
    for offer in offers:
        to_oneself = canonical_name(offer.email) == me
        if offer.role not in AGENCY_ROLES or (to_oneself and offer.agency.pk not in own):
            raise PermissionDenied


def _withdraw_same(offers: Sequence[Offer], actor: User, now: dt.datetime) -> None:
    keys = {offer.key for offer in offers}
    rows = Invitation.objects.unanswered().filter(
        agency__in={offer.agency.pk for offer in offers}, role__in=AGENCY_ROLES
    )
    same = [
        each
        for each in rows.select_related("agency").select_for_update(of=("self",))
        if (each.agency_id, canonical_name(each.email), each.role) in keys
    ]
    Invitation.objects.filter(pk__in=[each.pk for each in same]).update(withdrawn_at=now)
    withdrawn = AuditAction.INVITATION_WITHDRAWN
    record_all(actor=actor, events=[_event(withdrawn, each) for each in same], now=now)


def _event(action: AuditAction, invitation: Invitation) -> JournalEvent:
    detail: dict[str, Any] = {
        "role": invitation.role,
        "decision_number": invitation.decision_number,
    }
    return JournalEvent(action, invitation.agency, invitation.email, invitation, detail)
