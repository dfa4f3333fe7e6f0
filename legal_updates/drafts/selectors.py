"""What the desk of drafts shows; never writes."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ..bodies import IssuingBodies, name_of_key
from ..choices import DraftStatus
from ..models import Citation, DocumentDraft, DraftEvidence


def drafts() -> QuerySet[DocumentDraft]:
    """Return all drafts, the newest first, with how many pages cite each number."""
    unknown = Citation.objects.filter(number_key=OuterRef("number_key"), document=None)
    texts = DraftEvidence.objects.filter(draft=OuterRef("pk"))
    return (
        DocumentDraft.objects.select_related("type", "decided_by")
        .annotate(cited_by=_number_of(unknown), texts=_number_of(texts))
        .order_by("-made_at", "-pk")
    )


def _number_of(rows: "QuerySet[Any]") -> Coalesce:
    """Return how many rows there are for each draft, counted for the drafts of a page alone."""
    counted = rows.order_by().annotate(same=Value(1)).values("same").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def waiting_drafts() -> QuerySet[DocumentDraft]:
    """Return what nobody has dealt with."""
    return drafts().filter(status=DraftStatus.WAITING)


def issuer_name(draft: DocumentDraft) -> str:
    """Return the body of a draft as the register calls it, else by its key; one query."""
    body = IssuingBodies().find(draft.issuer_key, draft.issued_on)
    return body.name if body else name_of_key(draft.issuer_key)
