"""Make, accept and decline proposals of agencies."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.core.two_people import refuse_same_person
from network.desks.transitions import Transition, held_roles
from network.mailing.services import queue_mail

from ..models import Proposal, ProposalKind, ProposalStatus
from .transitions import ACCEPT, DECLINE


@transaction.atomic
def propose(
    *, agency: Agency, kind: ProposalKind, url: str, why: str, proposer: User, now: dt.datetime
) -> Proposal:
    """Store a proposal of `agency`. Raises ValidationError if the same proposal is already waiting.

    Locks the agency's row, so that two equal proposals cannot be stored at once. The caller checks
    that `proposer` may propose for the agency.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    waiting = Proposal.objects.filter(agency=agency, status=ProposalStatus.WAITING)
    if waiting.filter(kind=kind, url=url).exists():
        raise ValidationError(_("Your agency has proposed this address already: it waits still."))
    return Proposal.objects.create(
        agency=agency, kind=kind, url=url, why=why, proposed_by=proposer, proposed_at=now
    )


def accept_proposal(*, proposal_id: int, decider: User, now: dt.datetime) -> Proposal:
    """Accept a proposal, whose source or link another form has added.

    Checks role and state of the locked row. Raises ValidationError if the role is missing, the
    decider made the proposal, or it was answered already.
    """
    return _answer(proposal_id, ACCEPT, ProposalStatus.ACCEPTED, "", decider, now)


def decline_proposal(*, proposal_id: int, answer: str, decider: User, now: dt.datetime) -> Proposal:
    """Decline a proposal with a reason. Raises ValidationError like `accept_proposal`."""
    return _answer(proposal_id, DECLINE, ProposalStatus.DECLINED, answer, decider, now)


@transaction.atomic
def _answer(
    proposal_id: int,
    transition: Transition[Proposal],
    status: ProposalStatus,
    answer: str,
    decider: User,
    now: dt.datetime,
) -> Proposal:
    """Answer a proposal and queue the mail to the proposer. Raises ValidationError."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    transition.check(proposal, held_roles(scope_of(decider), proposal.agency_id))
    refuse_same_person(proposal, "decided_by", decider)
    proposal.status, proposal.answer = status, answer
    proposal.decided_by, proposal.decided_at = decider, now
    proposal.save(update_fields=["status", "answer", "decided_by", "decided_at"])
    queue_mail("aggregator.proposal_answered", proposal_id=proposal.pk)
    return proposal
