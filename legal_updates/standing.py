"""Whether a document is superseded on a day, and the order of document lists that follows from it.

A document is *superseded* if it is no longer in force, or if a relation says that another document
already in force replaces or repeals it as a whole. Lists, suggestions, the hub search and choosers
put superseded documents last.
"""

import datetime as dt
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import LegalDocument, Relation
from .models.choices import Effect, Validity

# States that end with the last day.
_ENDING = (Validity.NOT_YET, Validity.IN_FORCE, Validity.PARTLY_EXPIRED, Validity.SUSPENDED)
NO_LAW = frozenset({Validity.EXPIRED, Validity.OBSOLETE, Validity.SUSPENDED})
_REPLACES = "thay_the"


class PendingChange(TextChoices):
    """What a relation that is not yet applied says about its target."""

    REPLACED = "replaced", _("Replaced by another document, waiting for confirmation")
    REPEALED = "repealed", _("Repealed by another document, waiting for confirmation")
    PARTLY = "partly", _("Partly repealed by another document, waiting for confirmation")


# Pending changes of the whole document.
WHOLE_CHANGES = frozenset({PendingChange.REPLACED, PendingChange.REPEALED})


def with_standing(documents: Any, *, day: dt.date) -> Any:
    """Annotate documents with `pending_change` (a PendingChange or None) and `superseded`."""
    return documents.annotate(
        pending_change=pending_change_of(OuterRef("pk"), day=day),
        superseded=_is_superseded(day),
    )


def superseded_last(day: dt.date) -> Case:
    """Return an ordering expression: 1 for documents superseded on `day`, else 0.

    Every list of documents orders by it first.
    """
    return Case(When(superseded(day), then=Value(1)), default=Value(0), output_field=IntegerField())


def superseded(day: dt.date) -> Q:
    """Return the condition that a document is superseded on `day`."""
    gone = Q()
    for validity in sorted(NO_LAW):
        gone |= shown_as(validity, day=day)
    return gone | Q(Exists(_pending(OuterRef("pk"), day=day).filter(parts="")))


def pending_change_of(document: OuterRef, *, day: dt.date) -> Subquery:
    """Return an expression with the PendingChange of a document. Whole changes take precedence."""
    kind = Case(
        When(~Q(parts=""), then=Value(PendingChange.PARTLY.value)),
        When(type__key=_REPLACES, then=Value(PendingChange.REPLACED.value)),
        default=Value(PendingChange.REPEALED.value),
        output_field=CharField(),
    )
    pending = _pending(document, day=day).annotate(kind=kind).order_by("parts", "type__order", "pk")
    return Subquery(pending.values("kind")[:1], output_field=CharField())


def _is_superseded(day: dt.date) -> Case:
    return Case(When(superseded(day), then=Value(True)), default=Value(False))


def _pending(document: OuterRef, *, day: dt.date) -> QuerySet[Relation]:
    """Return relations that end a document, are due, and have not been applied.

    An unknown day counts as due: the text says that it replaces, and nobody has recorded since
    when.
    """
    begins = Coalesce("takes_effect_on", "document__effective_on")
    return (
        Relation.objects.filter(target=document, applied_at=None, type__effect=Effect.EXPIRED)
        .alias(begins=begins)
        .filter(Q(begins__isnull=True) | Q(begins__lte=day))
    )


def shown_as(validity: Validity, *, day: dt.date) -> Q:
    """Return the condition that `LegalDocument.shown_validity(day)` is `validity`.

    Uses the dates, because the hourly job may be late.
    """
    confirmed = Q(confirmed_at__isnull=False)
    over = Q(expires_on__lte=day)
    begun = Q(effective_on__lte=day)
    # Without a date `over` is NULL, not false, so SQL's NOT would lose those rows.
    lasting = Q(expires_on__isnull=True) | Q(expires_on__gt=day)
    waiting = Q(effective_on__isnull=True) | Q(effective_on__gt=day)
    said = Q(validity=validity)
    match validity:
        case Validity.UNDETERMINED:
            return said | ~confirmed
        case Validity.EXPIRED:
            return confirmed & (said | Q(validity__in=_ENDING) & over)
        case Validity.NOT_YET:
            return confirmed & said & waiting & lasting
        case Validity.IN_FORCE:
            return confirmed & (said | Q(validity=Validity.NOT_YET) & begun) & lasting
        case Validity.OBSOLETE:
            return confirmed & said
        case _:
            return confirmed & said & lasting


def pending_label(document: LegalDocument, *, day: dt.date) -> str:
    """Return the label of a document's pending change, or "". Needs `with_standing`.

    "" also if the document is already expired or obsolete.
    """
    over = document.shown_validity(day) in (Validity.EXPIRED, Validity.OBSOLETE)
    if over or not document.pending_change:
        return ""
    return str(PendingChange(document.pending_change).label)


def status_in_words(document: LegalDocument, *, day: dt.date) -> str:
    """Return the status as text for feeds, mails and print. Needs `with_standing`."""
    status = str(document.shown_validity(day).label)
    if document.is_status_unchecked(day):
        status = gettext("%(status)s (not checked)") % {"status": status}
    return "; ".join(filter(None, [status, pending_label(document, day=day)]))


def replacing_documents(document: LegalDocument) -> list[LegalDocument]:
    """Return the documents that replaced or repealed this one as a whole, and their replacements in
    turn.

    Includes unconfirmed relations; nearest first. Two queries.
    """
    asked = {"document": document.pk, "effect": Effect.EXPIRED, "longest": _LONGEST_CHAIN}
    return list(LegalDocument.objects.raw(_CHAIN, asked).prefetch_related("type"))


_LONGEST_CHAIN = 10
_CHAIN = """
WITH RECURSIVE chain(id, step) AS (
    SELECT %(document)s::bigint, 0
    UNION
    SELECT r.document_id, chain.step + 1 FROM legal_updates_relation r
      JOIN chain ON r.target_id = chain.id
      JOIN legal_updates_relationtype t ON t.id = r.type_id AND t.effect = %(effect)s
     WHERE r.parts = '' AND chain.step < %(longest)s
)
SELECT d.* FROM legal_updates_legaldocument d
  JOIN (SELECT id, min(step) AS step FROM chain WHERE step > 0 GROUP BY id) c ON c.id = d.id
 ORDER BY c.step, d.issued_on, d.id
"""
