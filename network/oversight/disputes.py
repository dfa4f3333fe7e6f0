"""Agencies dispute findings, and overseers answer."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency, Role
from network.agencies.scope import scope_of
from network.core.two_people import refuse_same_person
from network.desks.transitions import Transition, held_roles, name_or_somebody

from .actions import OversightAction
from .models import Dispute, Finding, Requirement, Status


def _answered(dispute: Dispute) -> str:
    """Return the refusal for an answered dispute, else ""."""
    if not dispute.answered_at:
        return ""
    return _("%s has answered.") % name_or_somebody(dispute.answered_by)


ANSWER = Transition[Dispute](
    name="answer",
    label=gettext_lazy("Give an answer"),
    roles=frozenset({Role.OVERSEER}),
    role_refusal=gettext_lazy("The Justice Department answers this."),
    conditions=(_answered,),
    decider="answered_by",
)


@transaction.atomic
def open_dispute(
    *, agency: Agency, requirement: Requirement, reason: str, user: User, now: dt.datetime
) -> Dispute:
    """Create and log a dispute of an agency about its current finding.

    Raises ValidationError if there is no unmet finding, or an earlier dispute is unanswered. The
    caller checks that the user serves the agency.
    """
    finding = Finding.objects.filter(agency=agency, requirement=requirement, until=None).first()
    if finding is None or finding.status in (Status.MET, Status.NOT_APPLICABLE):
        raise ValidationError(_("Nothing was found here that could be disputed."))
    try:
        with transaction.atomic():
            dispute = Dispute.objects.create(
                agency=agency, requirement=requirement, reason=reason, opened_by=user, opened_at=now
            )
    except IntegrityError:
        raise ValidationError(_("The Justice Department has not answered you yet.")) from None
    record(
        actor=user,
        agency=agency,
        action=OversightAction.DISPUTED,
        now=now,
        subject=str(requirement),
        about=dispute,
        reason=reason,
    )
    return dispute


@transaction.atomic
def answer_dispute(*, dispute_id: int, answer: str, user: User, now: dt.datetime) -> Dispute:
    """Answer the dispute of an agency. Logged.

    Checks role and state of the locked dispute. Raises ValidationError if it is answered already,
    or if `user` is not an overseer or opened it.
    """
    dispute = Dispute.objects.select_for_update(of=("self",)).get(pk=dispute_id)
    ANSWER.check(dispute, held_roles(scope_of(user), dispute.agency_id))
    refuse_same_person(dispute, "answered_by", user)
    dispute.answer, dispute.answered_by, dispute.answered_at = answer, user, now
    dispute.save(update_fields=["answer", "answered_by", "answered_at"])
    record(
        actor=user,
        agency=dispute.agency,
        action=OversightAction.DISPUTE_ANSWERED,
        now=now,
        subject=str(dispute.requirement),
        about=dispute,
        note=answer,
    )
    return dispute
