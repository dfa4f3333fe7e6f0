"""Substitutes: a person holds another's role for a period, by a decision that names them.

A substitute has an ordinary membership with an end date. The rule that different people write,
appraise and approve concerns persons, so it also holds for substitutes.
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

# Roles for which a substitute can be named, because their work must not wait for one person.
SUBSTITUTED = (Role.APPRAISER, Role.APPROVER)


@transaction.atomic
def appoint_substitute(
    *, membership: Membership, user: User, terms: Terms, actor: User, now: dt.datetime
) -> Membership:
    """Make `user`, who already serves the agency, the substitute for `membership` during a period.

    Raises PermissionDenied for a foreign agency or a user not serving it, ValidationError for days
    outside the role's period or if `user` holds the role already.
    """
    agency, today = lock_agency(membership.agency_id, actor=actor), timezone.localdate(now)
    if not colleagues(agency.pk, today=today).filter(pk=user.pk).exists():
        raise PermissionDenied
    if user == actor:
        check_own_admin(actor, agency, today=today)
    check_substitution(membership, terms, today=today)
    return grant_substitution(membership=membership, user=user, terms=terms, actor=actor, now=now)


def check_substitution(membership: Membership, terms: Terms, *, today: dt.date) -> None:
    """Raise ValidationError if the period is not possible for a substitute of `membership`.

    Raises PermissionDenied if this role cannot have a substitute.
    """
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
    """Give `user` the substituted role.

    Raises ValidationError if they hold the role on one of these days. Otherwise the substitution
    would put an end date on a role held without one.
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
