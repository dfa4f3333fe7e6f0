"""Turn sightings into drafts, and drafts into records or refusals.

Lock order: several drafts are locked by number, body and year. A confirmation locks the register
before the draft's row, as all recording of documents does.
"""

import datetime as dt
import json
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from network.accounts.models import User
from network.agencies.scope import scope_of

from ..facts import DocumentFacts
from ..models import Citation, DocumentDraft, DocumentType, IssuingBody, LegalDocument
from ..models.choices import DraftStatus, Origin
from ..recording import UnreadableNumber
from ..services import NotWhole, confirm_document, record_document
from ..validity_services import lock_register
from .sightings import Sighting
from .transitions import CONFIRM, REFUSE

DRAFT_CONFIRMED, DRAFT_REFUSED = "legal_updates.confirm_draft", "legal_updates.refuse_draft"
# Unchanged rows are not written. A sighting without year creates no draft if one with the same
# number and body exists.
_NOTE = f"""
INSERT INTO {DocumentDraft._meta.db_table} AS draft
 (number, number_key, type_id, issuer_key, year, title, made_at, status, reason)
SELECT told.number, told.number_key, kind.id, told.issuer_key, told.year, told.title, told.made_at,
 '{DraftStatus.WAITING}', ''
FROM json_to_recordset(%s) AS told (number text, number_key text, kind text, issuer_key text,
 year smallint, title text, made_at timestamptz)
LEFT JOIN {DocumentType._meta.db_table} kind ON kind.key = told.kind
WHERE NOT EXISTS (
 SELECT FROM {LegalDocument._meta.db_table} record
 LEFT JOIN {IssuingBody._meta.db_table} body ON body.id = record.issuer_id
 WHERE record.number_key = told.number_key AND coalesce(body.key = told.issuer_key, true)
 AND coalesce(extract(year FROM record.issued_on) = told.year, true))
AND NOT EXISTS (
 SELECT FROM {DocumentDraft._meta.db_table} known
 WHERE known.number_key = told.number_key AND known.issuer_key = told.issuer_key
 AND coalesce(known.year = told.year, told.year IS NULL)
 AND NOT (known.status = '{DraftStatus.REFUSED}' AND known.decided_at < told.made_at)
 AND NOT (known.title = '' AND told.title <> ''))
ORDER BY told.number_key, told.issuer_key, told.year
ON CONFLICT ON CONSTRAINT document_draft_identity DO UPDATE
SET title = coalesce(nullif(draft.title, ''), excluded.title),
 type_id = coalesce(draft.type_id, excluded.type_id),
 status = CASE WHEN draft.decided_at < excluded.made_at AND draft.status = '{DraftStatus.REFUSED}'
  THEN excluded.status ELSE draft.status END
RETURNING xmax = 0
"""  # noqa: S608


def note_sightings(sightings: Iterable[Sighting]) -> int:
    """Create drafts for sightings of documents missing from the register.

    Returns the number of new drafts. One statement. A refused draft is reopened only by a text
    newer than the refusal.
    """
    told: dict[tuple[str, str, int | None], Sighting] = {}
    for each in sightings:
        if each.is_told:
            told.setdefault((each.number.key, each.issuer, each.year), each)
    with_year = {(number, issuer) for number, issuer, year in told if year}
    rows = [
        {
            "number": str(each.number),
            "number_key": number,
            "kind": each.number.type,
            "issuer_key": issuer,
            "year": year,
            "title": each.title,
            "made_at": each.seen_at.isoformat(),
        }
        for (number, issuer, year), each in told.items()
        if year or (number, issuer) not in with_year
    ]
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [json.dumps(rows)])
        return sum(is_new for (is_new,) in cursor.fetchall())


@transaction.atomic
def confirm_draft(
    *, draft_id: int, facts: DocumentFacts, actor: User, now: dt.datetime
) -> tuple[LegalDocument, int]:
    """Create the confirmed record of a draft. Returns it with the number of citations it resolved.

    `facts` are the values checked by the person. Raises ValidationError if the draft is decided
    already or something is missing.
    """
    lock_register()
    draft = DocumentDraft.objects.select_for_update(no_key=True).get(pk=draft_id)
    CONFIRM.check(draft, scope_of(actor).roles)
    unknown = _unknown_citations(draft.number_key)
    try:
        with transaction.atomic():
            recorded = record_document(facts=facts, origin=Origin.HAND, now=now, actor=actor)
            confirm_document(document=recorded.document, actor=actor, now=now)
    except NotWhole as error:
        fields = [LegalDocument._meta.get_field(name).verbose_name for name in error.missing]
        missing = ", ".join(map(str, fields))
        raise ValidationError(_("A confirmed document has also: %s.") % missing) from error
    except UnreadableNumber as error:
        raise ValidationError(_("This is no number of a document.")) from error
    _decide(draft, DraftStatus.REGISTERED, actor, now, document=recorded.document)
    made_known = unknown - _unknown_citations(draft.number_key)
    told = {"document": str(recorded.document), "citations": made_known}
    log(recorded.document, DRAFT_CONFIRMED, user=actor, timestamp=now, data=told)
    return recorded.document, made_known


@transaction.atomic
def refuse_draft(*, draft_id: int, reason: str, actor: User, now: dt.datetime) -> None:
    """Refuse a draft with a reason. Raises ValidationError if it is decided already."""
    draft = DocumentDraft.objects.select_for_update(no_key=True).get(pk=draft_id)
    REFUSE.check(draft, scope_of(actor).roles)
    _decide(draft, DraftStatus.REFUSED, actor, now, reason=reason)
    log(draft, DRAFT_REFUSED, user=actor, timestamp=now, data={"reason": reason})


def _decide(
    draft: DocumentDraft,
    status: DraftStatus,
    actor: User,
    now: dt.datetime,
    *,
    document: LegalDocument | None = None,
    reason: str = "",
) -> None:
    draft.status, draft.document, draft.reason = status, document, reason
    draft.decided_by, draft.decided_at = actor, now
    draft.save(update_fields=["status", "document", "reason", "decided_by", "decided_at"])


def _unknown_citations(number_key: str) -> int:
    return Citation.objects.filter(number_key=number_key, document=None).count()
