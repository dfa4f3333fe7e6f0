"""Set the legal status of documents and log the changes."""

import datetime as dt
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from network.accounts.models import User

from .models import LegalDocument, Relation, ValidityChange
from .models.choices import Validity

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('legal_updates.register'))"


class MissingField(StrEnum):
    """The missing field of an incomplete status."""

    SOURCE = "source"
    CHECKED_ON = "checked_on"
    PARTS = "parts"


class ValidityUnfounded(ValueError):
    """A status lacks its source, its day of check, or the parts concerned (`unsaid`)."""

    def __init__(self, unsaid: MissingField) -> None:
        super().__init__(unsaid.value)
        self.unsaid = unsaid


@transaction.atomic
def set_validity(
    *,
    document: LegalDocument,
    validity: Validity,
    source: str,
    checked_on: dt.date | None,
    now: dt.datetime,
    day: dt.date | None = None,
    reason: str = "",
    parts: str = "",
    evidence: str = "",
    actor: User | None = None,
    relation: Relation | None = None,
) -> ValidityChange | None:
    """Set a document's legal status, with its source.

    Returns the logged change, or None if unchanged. `day` is the first day of legal effect. Without
    it the day stays unknown and citing pages get no notice, because the recording day says nothing
    about pages. `parts` names what is no longer in force of a partly expired document. An expired
    document ends on `day`; one still in force loses a past last day. `evidence` is the official
    page that shows the status. Raises ValidityUnfounded if source, day of check or parts are
    missing.
    """
    _check_founded(validity, source, checked_on, parts)
    known = LegalDocument.objects.select_for_update().get(pk=document.pk)
    was = (known.validity, known.expired_parts)
    known.validity, known.validity_source, known.validity_checked_on = validity, source, checked_on
    known.validity_evidence = evidence
    known.expired_parts = parts if validity == Validity.PARTLY_EXPIRED else ""
    known.expiry_reason = reason if validity in (Validity.EXPIRED, Validity.OBSOLETE) else ""
    if validity == Validity.EXPIRED and day:
        known.expires_on = day
    elif known.validity_on(timezone.localdate(now)) is Validity.EXPIRED != validity:
        # Otherwise the hourly job would set it to expired again.
        known.expires_on = None
    known.updated_at = now
    known.save()
    _copy(known, document)
    if was == (known.validity, known.expired_parts):
        return None
    return record_validity_change(
        document=known,
        was=was[0],
        day=day or (known.expires_on if validity == Validity.EXPIRED else None),
        source=source,
        reason=reason or known.expired_parts,
        relation=relation,
        actor=actor,
        now=now,
    )


def record_validity_change(
    *,
    document: LegalDocument,
    was: str,
    day: dt.date | None,
    source: str,
    now: dt.datetime,
    reason: str = "",
    amended: bool = False,
    relation: Relation | None = None,
    actor: User | None = None,
) -> ValidityChange:
    """Log that the document's status has changed from `was`, or its text if `amended`.

    Called for every change by a person, a relation or the hourly job. Queues the job that reviews
    citing pages.
    """
    change = ValidityChange.objects.create(
        document=document,
        at=now,
        day=day,
        was=was,
        became=document.validity,
        amended=amended,
        source=source[:255],
        reason=reason[:500],
        relation=relation,
        actor=actor,
    )
    # In the same transaction: change and job are stored together or not at all. Deferred by name,
    # because the task imports services that call this function.
    app.configure_task("legal_updates.spread_change", allow_unknown=False).defer(
        change_id=change.pk
    )
    return change


def lock_register() -> None:
    """Take the register's lock until the end of the transaction, so that records and relations are
    added one at a time.

    Otherwise concurrent transactions could create two records of a document, or a cycle of
    relations.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def _check_founded(validity: str, source: str, checked_on: dt.date | None, parts: str) -> None:
    if validity == Validity.UNDETERMINED:
        return
    if not source.strip():
        raise ValidityUnfounded(MissingField.SOURCE)
    if checked_on is None:
        raise ValidityUnfounded(MissingField.CHECKED_ON)
    if validity == Validity.PARTLY_EXPIRED and not parts.strip():
        raise ValidityUnfounded(MissingField.PARTS)


def _copy(known: LegalDocument, document: LegalDocument) -> None:
    """Copy the written values to the caller's instance."""
    fields: list[Any] = list(LegalDocument._meta.concrete_fields)
    for field in fields:
        # Generated columns cannot be assigned.
        if field.generated:
            continue
        setattr(document, field.attname, getattr(known, field.attname))
