"""Close drafts whose document was recorded in another way."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from ..models import DocumentDraft, LegalDocument
from ..models.choices import DraftStatus


def is_record_of(record: LegalDocument, issuer_key: str, year: int | None) -> bool:
    """Return whether a record with the draft's number may be this document, judging by body and
    year."""
    issued = record.issued_on.year if record.issued_on else None
    same_body = record.issuer is None or record.issuer.key == issuer_key
    return same_body and (issued == year or None in (issued, year))


def close_drafts(*, documents: Iterable[LegalDocument], now: dt.datetime) -> None:
    """Mark waiting drafts as registered if their document has been recorded otherwise. Two
    queries."""
    arrived: dict[str, list[LegalDocument]] = defaultdict(list)
    for document in documents:
        arrived[document.number_key].append(document)
    waiting = DocumentDraft.objects.filter(number_key__in=arrived, status=DraftStatus.WAITING)
    closed = []
    for draft in waiting.order_by("number_key", "issuer_key", "year").select_for_update(
        no_key=True
    ):
        for document in arrived[draft.number_key]:
            if is_record_of(document, draft.issuer_key, draft.year):
                draft.status, draft.document = DraftStatus.REGISTERED, document
                draft.decided_at = now
                closed.append(draft)
                break
    DocumentDraft.objects.bulk_update(closed, ["status", "document", "decided_at"])
