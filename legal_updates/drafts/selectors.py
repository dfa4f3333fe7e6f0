"""Queries of the drafts desk."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ..bodies import IssuingBodies, name_of_key
from ..models import Citation, DocumentDraft
from ..models.choices import DraftStatus
from .sightings import Sighting


def drafts() -> QuerySet[DocumentDraft]:
    """Return all drafts, newest first, each with `cited_by`: the number of unresolved citations of
    its number."""
    unknown = Citation.objects.filter(number_key=OuterRef("number_key"), document=None)
    # A subquery, so that it is counted only for the drafts of one list page.
    same = unknown.order_by().annotate(same=Value(1)).values("same").annotate(number=Count("pk"))
    return (
        DocumentDraft.objects.select_related("type", "decided_by")
        .annotate(cited_by=Coalesce(Subquery(same.values("number")), 0))
        .order_by("-made_at", "-pk")
    )


def waiting_drafts() -> QuerySet[DocumentDraft]:
    """Return the undecided drafts."""
    return drafts().filter(status=DraftStatus.WAITING)


def told_of(draft: DocumentDraft, texts: Sequence[Sighting]) -> dict[str, Any]:
    """Return initial facts of a draft, each from the first text that gives it. One query."""

    def first(name: str) -> Any:
        return next(filter(None, (getattr(each, name) for each in texts)), None)

    body = IssuingBodies().find(draft.issuer_key, first("issued_on"))
    return {
        "number": draft.number,
        "type": draft.type_id,
        "issuer": body.name if body else name_of_key(draft.issuer_key),
        "issued_on": first("issued_on"),
        "title": first("title") or draft.title,
        "official_url": first("official_url"),
    }
