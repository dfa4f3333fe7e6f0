"""Substitutes: somebody holds another's role from day to day, by a decision that names them.

A substitute has a membership like everybody else, which ends by itself. That three different
people write, appraise and approve is asked of people, so it holds whoever stands in for whom.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.accounts.models import User

from ..models import Membership, Role
from .selectors import colleagues
from .services import check_own_admin, grant_role, lock_agency
from .terms import Terms

# Roles whose work must not wait for one person.
SUBSTITUTED = (Role.APPRAISER, Role.APPROVER)


@transaction.atomic
def appoint_substitute(
    *, membership: Membership, user: User, terms: Terms, actor: User, now: dt.datetime
) -> Membership:
    """Let `user`, who serves the agency already, hold the role of `membership` for a time.

    Raises PermissionDenied for an agency, or a person, that is not the actor's to name;
    ValidationError for days outside the role's own, and for who holds the role anyway.
    """
    agency, today = lock_agency(membership.agency_id, actor=actor), timezone.localdate(now)
    if not colleagues(agency.pk, today=today).filter(pk=user.pk).exists():
        raise PermissionDenied
    if user == actor:
        check_own_admin(actor, agency, today=today)
    check_substitution(membership, terms, today=today)
    return grant_substitution(membership=membership, user=user, terms=terms, actor=actor, now=now)


def check_substitution(membership: Membership, terms: Terms, *, today: dt.date) -> None:
    """Raise ValidationError for days that a substitute of `membership` cannot have."""
    if membership.role not in SUBSTITUTED or membership.stands_in_for_id:
        raise PermissionDenied
    begins, ends, last = terms.valid_from, membership.valid_to, terms.valid_to
    assert last  # noqa: S101  # the form asks for it
    if begins < today:
        raise ValidationError({"valid_from": _("The role cannot begin in the past.")})
    if last < begins:
        raise ValidationError({"valid_to": _("The end date lies before the start date.")})
    if begins < membership.valid_from or (ends and last > ends):
        raise ValidationError(
            _("The days lie outside those of the role: a substitute holds it no longer.")
        )


def grant_substitution(
    *, membership: Membership, user: User, terms: Terms, actor: User, now: dt.datetime
) -> Membership:
    """Give `user` the role for these days. Raises ValidationError for who holds it on one of them.

    A role that is held without an end must not get one from here.
    """
    role, agency = Role(membership.role), membership.agency
    held = Membership.objects.filter(
        user=user, agency=agency, role=role, valid_from__lte=terms.valid_to
    )
    if held.filter(Q(valid_to=None) | Q(valid_to__gte=terms.valid_from)).exists():
        raise ValidationError(_("This person holds the role on these days already."))
    Membership.objects.filter(pk=membership.pk).update(substitute=user)
    return grant_role(
        user=user,
        agency=agency,
        role=role,
        terms=terms,
        stands_in_for=membership,
        actor=actor,
        now=now,
        substitute_for=membership.user.logged_name,
    )
