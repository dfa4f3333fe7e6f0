"""Confirm relations and statuses with the official page that shows them.

One person who has seen the page confirms what a text or table says; a second person confirms what a
person proposed. Used by the screen in `views` and the form of a single document.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from network.accounts.models import User

from ..models import LegalDocument, Relation, StatusProposal, ValidityChange
from ..models.choices import ProposalState, Validity
from ..models.official import PageEvidence
from ..relation_services import SamePerson, confirm_relation, remove_relation
from ..validity_services import set_validity

STATUS_PROPOSED = "legal_updates.propose_status"
STATUS_CONFIRMED = "legal_updates.confirm_status"
STATUS_REFUSED = "legal_updates.refuse_status"


@dataclass(frozen=True, slots=True)
class SeenStatus:
    """A status seen on an official page. `day` is its first day, if the page says so."""

    validity: Validity
    evidence: PageEvidence
    day: dt.date | None = None
    parts: str = ""

    def check(self, *, today: dt.date) -> None:
        """Raise ValidationError if the status is undetermined, or lacks its page or parts."""
        if self.validity == Validity.UNDETERMINED:
            raise ValidationError(_("Choose the status that the page shows."))
        if self.validity == Validity.PARTLY_EXPIRED and not self.parts.strip():
            raise ValidationError(_("Name the articles, clauses or annexes that no longer hold."))
        self.evidence.check(today=today)


@transaction.atomic
def confirm_seen_relation(
    *, relation_id: int, evidence: PageEvidence, actor: User, now: dt.datetime
) -> ValidityChange | None:
    """Confirm a relation by an official page. Returns the change, or None if nothing changed yet.

    Raises ValidationError if it is decided already, or the actor proposed it.
    """
    evidence.check(today=timezone.localdate(now))
    relation = Relation.objects.select_for_update().filter(pk=relation_id).first()
    if relation is None or relation.confirmed_at:
        raise ValidationError(_already_decided())
    try:
        return confirm_relation(relation=relation, actor=actor, now=now, evidence=evidence)
    except SamePerson as error:
        raise ValidationError(second_person_needed()) from error


@transaction.atomic
def state_status(
    *, document_id: int, seen: SeenStatus, actor: User, now: dt.datetime
) -> StatusProposal | None:
    """Confirm the recorded status, or propose another one for a second person to confirm.

    Returns the proposal, or None if the recorded status was confirmed. Raises ValidationError if
    the page is not official or another proposal is waiting.
    """
    seen.check(today=timezone.localdate(now))
    document = LegalDocument.objects.select_for_update().get(pk=document_id)
    if document.status_proposals.filter(state=ProposalState.WAITING).exists():
        raise ValidationError(_("Another proposal for this document waits: decide that one first."))
    if document.validity == seen.validity and not document.validity_evidence:
        _set(document, seen, actor=actor, now=now)
        return None
    proposal = StatusProposal.objects.create(
        document=document,
        validity=seen.validity,
        day=seen.day,
        parts=seen.parts,
        evidence_url=seen.evidence.url,
        seen_on=seen.evidence.seen_on,
        proposed_by=actor,
        proposed_at=now,
    )
    log(document, STATUS_PROPOSED, user=actor, timestamp=now, data=_log_data(seen))
    return proposal


@transaction.atomic
def confirm_proposal(*, proposal_id: int, actor: User, now: dt.datetime) -> ValidityChange | None:
    """Confirm a status that another person proposed. Returns the logged change, or None.

    Raises ValidationError if it is decided already, or the actor proposed it.
    """
    proposal = _waiting(proposal_id)
    if proposal.proposed_by_id == actor.pk:
        raise ValidationError(second_person_needed())
    _decide(proposal, ProposalState.CONFIRMED, actor, now)
    evidence = PageEvidence(proposal.evidence_url, proposal.seen_on)
    seen = SeenStatus(Validity(proposal.validity), evidence, proposal.day, proposal.parts)
    return _set(proposal.document, seen, actor=actor, now=now)


@transaction.atomic
def refuse_proposal(*, proposal_id: int, actor: User, now: dt.datetime) -> None:
    """Refuse a proposed status. The proposer withdraws it the same way."""
    proposal = _waiting(proposal_id)
    _decide(proposal, ProposalState.REFUSED, actor, now)
    told = {"validity": proposal.get_validity_display()}
    log(proposal.document, STATUS_REFUSED, user=actor, timestamp=now, data=told)


@transaction.atomic
def refuse_relation(*, relation_id: int, actor: User, now: dt.datetime) -> None:
    """Delete an unconfirmed relation. Raises ValidationError for a confirmed or deleted one."""
    relation = Relation.objects.select_for_update().filter(pk=relation_id).first()
    if relation is None or relation.confirmed_at:
        raise ValidationError(_already_decided())
    remove_relation(relation=relation, actor=actor, now=now)


def second_person_needed() -> str:
    """Return the message that a person cannot confirm their own proposal."""
    return _("You have proposed this yourself: another network admin confirms it.")


def _already_decided() -> str:
    return _("Somebody else has dealt with this already.")


def _waiting(proposal_id: int) -> StatusProposal:
    """Return a waiting proposal, locked after its document as in `state_status`.

    Raises ValidationError if it is decided already.
    """
    documents = LegalDocument.objects.filter(status_proposals=proposal_id)
    document = documents.select_for_update(of=("self",)).first()
    proposal = StatusProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if document is None or proposal is None or proposal.state != ProposalState.WAITING:
        raise ValidationError(_already_decided())
    return proposal


def _decide(proposal: StatusProposal, state: ProposalState, actor: User, now: dt.datetime) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, now
    proposal.save(update_fields=["state", "decided_by", "decided_at"])


def _set(
    document: LegalDocument, seen: SeenStatus, *, actor: User, now: dt.datetime
) -> ValidityChange | None:
    """Set a status with its evidence. An expiry without a given day keeps the recorded one."""
    change = set_validity(
        document=document,
        validity=seen.validity,
        source=seen.evidence.url[:255],
        checked_on=seen.evidence.seen_on,
        evidence=seen.evidence.url,
        day=seen.day,
        parts=seen.parts,
        actor=actor,
        now=now,
    )
    log(document, STATUS_CONFIRMED, user=actor, timestamp=now, data=_log_data(seen))
    return change


def _log_data(seen: SeenStatus) -> dict[str, str]:
    return {"validity": str(seen.validity.label), "source": seen.evidence.url}
