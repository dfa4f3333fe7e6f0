"""Rows of the confirmation screen: content, form and result."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.core.dates import format_day
from network.desks.transitions import name_or_somebody

from ..models import LegalDocument, StatusProposal
from ..models.choices import Effect, Validity
from ..selectors import document_address
from . import services
from .forms import EvidenceForm, StatusForm, evidence_of, status_of
from .selectors import DOCUMENT, RELATION, documents_with, relations_with


@dataclass(slots=True)
class StatusRow:
    """A waiting relation or document. `key` names it in the form ("r12", "d45")."""

    key: str
    title: str
    url: str
    # Text of what a confirmation changes.
    claim: str
    form: EvidenceForm | None
    # URL of the acting document's official text.
    page: str = ""
    note: str = ""
    refusable: bool = False
    is_ticked: bool = False
    # The reader proposed it, so they can only withdraw it.
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class RowResult:
    """Result of a ticked row."""

    title: str
    url: str
    message: str
    done: bool


def rows_of(
    keys: Sequence[tuple[str, int]], data: QueryDict | None = None, *, reader: User
) -> list[StatusRow]:
    """Return the rows for (kind, id) pairs in order, as `reader` sees them, without deleted ones.

    With `data`, the forms of ticked rows contain the submitted values. Three queries.
    """
    relations = relations_with([key for kind, key in keys if kind == RELATION])
    documents = documents_with([key for kind, key in keys if kind == DOCUMENT])
    ticked = set(data.getlist("row")) if data else set()

    def row(kind: str, key: int) -> StatusRow | None:
        thing: Any = relations.get(key) if kind == RELATION else documents.get(key)
        name = f"{kind}{key}"
        typed = data if name in ticked else None
        if thing is None:
            return None
        make: Callable[..., StatusRow] = _relation_row if kind == RELATION else _document_row
        made = make(name, thing, typed)
        made.is_ticked = name in ticked
        made.is_own = _proposer_of(thing) == reader
        if made.is_own:
            made.note = services.second_person_needed()
        return made

    return [made for kind, key in keys if (made := row(kind, key))]


def _proposer_of(thing: Any) -> User | None:
    """Return the person who proposed the relation, or the document's waiting status; None
    otherwise."""
    waiting = getattr(thing, "waiting_proposals", None)
    proposal = thing if waiting is None else next(iter(waiting), None)
    return proposal.proposed_by if proposal else None


def _relation_row(name: str, relation: Any, data: QueryDict | None) -> StatusRow:
    document: LegalDocument = relation.document
    other = str(relation.target or relation.target_number)
    page = document.official_link
    initial = {"evidence_url": page}
    by = relation.proposed_by
    return StatusRow(
        key=name,
        title=f"{document} → {relation.type.label_passive.lower()}: {other}",
        url=document_address(relation.target or document),
        claim=_relation_claim(relation, other),
        form=EvidenceForm(data, prefix=name, initial=initial),
        page=page,
        note=_("Proposed by %s") % name_or_somebody(by) if by else "",
        refusable=True,
    )


def _relation_claim(relation: Any, other: str) -> str:
    if relation.type.effect == Effect.NONE:
        return _("Has no effect on the other document.")
    whole = not relation.parts
    became = Validity.EXPIRED if whole else Validity.PARTLY_EXPIRED
    if relation.type.effect == Effect.EXPIRED:
        status = str(became.label)
    else:
        status = relation.type.get_effect_display()
    day = format_day(relation.begins) if relation.begins else _("a day that is not known yet")
    told = _("%(document)s becomes “%(status)s” from %(day)s.") % {
        "document": other,
        "status": status,
        "day": day,
    }
    return told if whole else f"{told} {relation.parts}"


def _document_row(name: str, document: Any, data: QueryDict | None) -> StatusRow:
    """Return the row of a document without a proven status.

    With a waiting proposal it asks to confirm that; else it has a form, prefilled with the recorded
    status.
    """
    proposal: StatusProposal | None = next(iter(document.waiting_proposals), None)
    row = StatusRow(
        key=name,
        title=f"{document}: {document.title}",
        url=document_address(document),
        claim=_("No status is recorded."),
        form=None,
        page=document.official_link,
        note="" if document.confirmed_at else _("The record itself is not confirmed yet."),
    )
    if proposal:
        row.claim = _proposal_claim(proposal)
        row.page, row.refusable = proposal.evidence_url, True
        return row
    recorded = document.validity if document.validity != Validity.UNDETERMINED else ""
    if recorded:
        row.claim = _("Recorded without an official page: %(status)s, by %(source)s") % {
            "status": document.get_validity_display(),
            "source": document.validity_source or "–",
        }
    initial = {
        "validity": recorded,
        "day": document.expires_on if recorded == Validity.EXPIRED else None,
        "parts": document.expired_parts,
        "evidence_url": document.official_link,
    }
    row.form = StatusForm(data, prefix=name, initial=initial)
    return row


def _proposal_claim(proposal: StatusProposal) -> str:
    return _("%(who)s proposes “%(status)s”, seen on %(day)s at %(page)s") % {
        "who": name_or_somebody(proposal.proposed_by),
        "status": proposal.get_validity_display(),
        "day": format_day(proposal.seen_on),
        "page": proposal.evidence_url,
    }


def confirm_row(
    row: StatusRow, *, common: EvidenceForm, actor: User, now: dt.datetime
) -> RowResult:
    """Confirm one ticked row, or propose its status. Returns the result."""
    try:
        message = _confirmed(row, common, actor, now)
    except ValidationError as error:
        return RowResult(row.title, row.url, " ".join(error.messages), done=False)
    return RowResult(row.title, row.url, message, done=True)


def refuse_row(row: StatusRow, *, actor: User, now: dt.datetime) -> RowResult:
    """Delete the relation, or refuse the proposal, of one ticked row. Returns the result."""
    key = int(row.key[1:])
    try:
        if not row.refusable:
            raise ValidationError(_("Nothing is proposed here that could be refused."))
        if row.key.startswith(RELATION):
            services.refuse_relation(relation_id=key, actor=actor, now=now)
        else:
            services.refuse_proposal(proposal_id=_proposal_of(key), actor=actor, now=now)
    except ValidationError as error:
        return RowResult(row.title, row.url, " ".join(error.messages), done=False)
    return RowResult(row.title, row.url, _("Refused."), done=True)


def _confirmed(row: StatusRow, common: EvidenceForm, actor: User, now: dt.datetime) -> str:
    """Confirm one ticked row and return the sentence that says what was stored. Raises
    ValidationError for missing evidence or an invalid form."""
    key = int(row.key[1:])
    if row.form is None:
        services.confirm_proposal(proposal_id=_proposal_of(key), actor=actor, now=now)
        return _("The status is confirmed.")
    if not row.form.is_valid():
        raise ValidationError(
            [str(error) for errors in row.form.errors.values() for error in errors]
        )
    evidence = evidence_of(row.form, common)
    if evidence is None:
        raise ValidationError(_("Give the official page and the day on which you saw it."))
    if row.key.startswith(RELATION):
        change = services.confirm_seen_relation(
            relation_id=key, evidence=evidence, actor=actor, now=now
        )
        return _("The relation is confirmed.") if change is None else _now_is(change)
    proposal = services.state_status(
        document_id=key, seen=status_of(row.form, evidence), actor=actor, now=now
    )
    if proposal:
        return _("Kept. A second network admin confirms it.")
    return _("The status is confirmed.")


def _now_is(change: Any) -> str:
    return _("The relation is confirmed: %(document)s is now “%(validity)s”.") % {
        "document": change.document,
        "validity": _("Amended") if change.amended else change.get_became_display(),
    }


def _proposal_of(document_id: int) -> int:
    found = StatusProposal.objects.filter(document=document_id).order_by("-pk").first()
    return found.pk if found else 0
