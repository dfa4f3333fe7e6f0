"""Daily changes of legal status: documents take effect, expire, or are replaced on their date."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .models import LegalDocument, Relation
from .models.choices import Validity
from .relation_services import apply_relation, relations_due
from .validity_services import record_validity_change

logger = logging.getLogger(__name__)


def apply_effective_dates(*, now: dt.datetime) -> int:
    """Apply everything whose day has come in Vietnam. Returns the number of changed documents.

    Documents take effect or expire by their dates, and confirmed relations take effect. Unconfirmed
    records are not changed. Safe to run twice and after downtime; each document has its own
    transaction, so that one failure does not stop the others.
    """
    today = timezone.localdate(now)
    turned = _each(documents_due(today), lambda pk: apply_dates(document_id=pk, now=now))
    return turned + _each(relations_due(today), lambda pk: _apply_relation(pk, now))


def documents_due(day: dt.date) -> list[int]:
    """Return the ids of confirmed documents whose first or last day has come."""
    coming = Q(validity=Validity.NOT_YET, effective_on__lte=day)
    ending = Q(
        validity__in=[
            Validity.NOT_YET,
            Validity.IN_FORCE,
            Validity.PARTLY_EXPIRED,
            Validity.SUSPENDED,
        ],
        expires_on__lte=day,
    )
    due = LegalDocument.objects.filter(coming | ending, confirmed_at__isnull=False)
    return list(due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def apply_dates(*, document_id: int, now: dt.datetime) -> bool:
    """Set one document to the status that its dates require today. Returns False if nothing
    changed."""
    document = LegalDocument.objects.select_for_update().get(pk=document_id)
    was = document.validity
    became = document.validity_on(timezone.localdate(now))
    if became == was:
        return False
    day = document.expires_on if became is Validity.EXPIRED else document.effective_on
    document.validity, document.updated_at = became, now
    if became is Validity.IN_FORCE:
        # The official page was seen before that day, so it is no evidence that the document is in
        # force.
        document.validity_evidence = ""
    document.save(update_fields=["validity", "validity_evidence", "updated_at"])
    record_validity_change(
        document=document,
        was=was,
        day=day or timezone.localdate(now),
        source=document.validity_source,
        reason=document.expiry_reason if became is Validity.EXPIRED else "",
        now=now,
    )
    return True


def _apply_relation(relation_id: int, now: dt.datetime) -> bool:
    relation = Relation.objects.filter(pk=relation_id).first()
    return relation is not None and apply_relation(relation=relation, now=now) is not None


def _each(ids: Iterable[int], turn: Callable[[int], bool]) -> int:
    turned = 0
    for pk in ids:
        try:
            turned += turn(pk)
        except Exception:
            # One failing document must not stop the others.
            logger.exception("document or relation %s was left by the clock", pk)
    return turned
