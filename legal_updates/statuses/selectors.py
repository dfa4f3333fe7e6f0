"""List and count the relations and statuses that wait for confirmation."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce

from ..finding import read_question
from ..models import LegalDocument, Relation, StatusProposal
from ..models.choices import Effect, ProposalState, Validity

RELATION, DOCUMENT = "r", "d"
ONLY_RELATIONS, ONLY_STATUSES, ONLY_PROPOSALS = "quan-he", "hieu-luc", "nguoi-thu-hai"


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """Numbers of documents and relations confirmed by an official page, and waiting for one.

    `recorded` counts waiting documents with a status but no official page.
    """

    confirmed: int
    recorded: int
    undetermined: int
    relations_confirmed: int
    relations_waiting: int

    @property
    def waiting(self) -> int:
        """Return the number of documents waiting for an official page."""
        return self.recorded + self.undetermined


def status_counts() -> StatusCounts:
    """Count documents and relations by confirmation. Two queries."""
    told = ~Q(validity=Validity.UNDETERMINED) & Q(confirmed_at__isnull=False)
    proven = told & ~Q(validity_evidence="")
    documents = LegalDocument.objects.aggregate(
        confirmed=Count("pk", filter=proven),
        recorded=Count("pk", filter=told & Q(validity_evidence="")),
        whole=Count("pk"),
    )
    relations = Relation.objects.aggregate(
        confirmed=Count("pk", filter=Q(confirmed_at__isnull=False) & ~Q(evidence_url="")),
        waiting=Count("pk", filter=Q(confirmed_at__isnull=True)),
    )
    return StatusCounts(
        confirmed=documents["confirmed"],
        recorded=documents["recorded"],
        undetermined=documents["whole"] - documents["confirmed"] - documents["recorded"],
        relations_confirmed=relations["confirmed"],
        relations_waiting=relations["waiting"],
    )


def describe_counts(counts: StatusCounts) -> str:
    """Return the counts as one line for commands."""
    return (
        f"documents: {counts.confirmed} confirmed by an official page, {counts.waiting} waiting "
        f"({counts.recorded} with a status but no official page, {counts.undetermined} "
        f"undetermined); relations: {counts.relations_confirmed} confirmed by an official page, "
        f"{counts.relations_waiting} waiting"
    )


def waiting_rows(*, words: str = "", kind: str = "", document_id: int | None = None) -> Any:
    """Return (kind, id) of everything waiting, as a queryset of values that can be sliced.

    Order: relations that end a document, other relations, proposals, recorded statuses,
    undetermined documents; each newest first.
    """
    asked = LegalDocument.objects.all()
    if document_id is not None:
        asked = asked.filter(pk=document_id)
    if words:
        asked = asked.filter(read_question(words).condition)
    narrowed = document_id is not None or bool(words)
    relations = _waiting_relations(asked if narrowed else None)
    documents = _waiting_documents(asked)
    if kind == ONLY_RELATIONS:
        return relations.order_by("place", "-id")
    if kind == ONLY_STATUSES:
        return documents.order_by("place", "-id")
    if kind == ONLY_PROPOSALS:
        return documents.filter(place=_PROPOSED).order_by("place", "-id")
    return relations.union(documents, all=True).order_by("place", "-id")


_ENDS, _RELATES, _PROPOSED, _RECORDED, _UNKNOWN = range(5)


def _waiting_relations(of: Any) -> Any:
    waiting = Relation.objects.filter(confirmed_at=None)
    if of is not None:
        keys = of.order_by().values("pk")
        waiting = waiting.filter(Q(document__in=keys) | Q(target__in=keys))
    ends = When(type__effect=Effect.EXPIRED, then=Value(_ENDS))
    place = Case(ends, default=Value(_RELATES), output_field=IntegerField())
    return waiting.annotate(row=Value(RELATION), place=place).values_list("row", "id", "place")


def _waiting_documents(documents: Any) -> Any:
    proposed = Exists(
        StatusProposal.objects.filter(document=OuterRef("pk"), state=ProposalState.WAITING)
    )
    place = Case(
        When(proposed, then=Value(_PROPOSED)),
        When(~Q(validity=Validity.UNDETERMINED), then=Value(_RECORDED)),
        default=Value(_UNKNOWN),
        output_field=IntegerField(),
    )
    waiting = documents.filter(Q(validity_evidence="") | Q(proposed)).order_by()
    return waiting.annotate(row=Value(DOCUMENT), place=place).values_list("row", "id", "place")


def relations_with(keys: list[int]) -> dict[int, Any]:
    """Return relations by id, with related objects and `begins`. One query."""
    shown = ("document__type", "target__type", "type", "proposed_by")
    begins = Coalesce("takes_effect_on", "document__effective_on")
    return Relation.objects.select_related(*shown).annotate(begins=begins).in_bulk(keys)


def documents_with(keys: list[int]) -> dict[int, Any]:
    """Return documents by id, each with `waiting_proposals`. Two queries."""
    waiting = StatusProposal.objects.filter(state=ProposalState.WAITING)
    proposals = Prefetch(
        "status_proposals",
        queryset=waiting.select_related("proposed_by"),
        to_attr="waiting_proposals",
    )
    return LegalDocument.objects.with_register().prefetch_related(proposals).in_bulk(keys)
