"""Record and confirm documents; the entry point for other apps.

Status is set in `validity_services`, relations in `relation_services`; `clock_services` applies
dates.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from network.accounts.models import User
from network.agencies.services import shared_collection
from network.core.registry import Registry
from network.media.file_names import readable_name
from network.media.models import AgencyDocument

from .bodies import IssuingBodies
from .facts import DocumentFacts
from .models import (
    OTHER_KIND,
    DocumentFile,
    DocumentType,
    IssuingBody,
    LegalDocument,
    Topic,
    lifetime,
)
from .models.choices import Origin, Validity
from .numbers.document_number import DocumentNumber
from .recording import (
    Recorder,
    RecordOutcome,
    UnreadableNumber,
    assign_slug,
    level_for,
    number_reads,
)
from .relation_services import (
    NoTarget,
    RelatedToItself,
    RelationCycle,
    RelationRefused,
    add_relation,
    confirm_relation,
    link_pending_relations,
    remove_relation,
)
from .validity_services import (
    MissingField,
    ValidityUnfounded,
    lock_register,
    record_validity_change,
    set_validity,
)

__all__ = [
    "DocumentFacts",
    "MissingField",
    "NoTarget",
    "NotWhole",
    "RecordOutcome",
    "Recorded",
    "RelatedToItself",
    "RelationCycle",
    "RelationRefused",
    "UnreadableNumber",
    "ValidityUnfounded",
    "add_relation",
    "confirm_document",
    "confirm_relation",
    "number_reads",
    "record_document",
    "record_documents",
    "remove_relation",
    "save_document",
    "set_identity",
    "set_validity",
    "warnings_of",
]

# What else waits for a document of the register. Each function gets `documents` and `now`, within
# the transaction that records them.
ARRIVALS = Registry[Callable[..., object]]("what waits for new documents of the register")

CONFIRMED = "legal_updates.confirm"

# Fields that the document form writes.
_BY_HAND = [
    *("number", "number_key", "type", "issuer", "issued_on", "level", "title", "signer"),
    *("signer_position", "effective_on", "expires_on", "separate_effect", "gazette_on"),
    *("gazette_number", "scope", "official_url", "updated_at", "usual_name", "purpose"),
    *("summary_audience", "summary_content", "summary_to_do", "summary_since"),
    *("summary_by", "summary_on"),
]


class NotWhole(ValueError):
    """A record lacks fields that a confirmed one must have; `missing` lists their names."""

    def __init__(self, missing: Collection[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Result of recording one document.

    `unknown_kind`: the register lacks the type; `new_body`: the body was created;
    `body_out_of_time`: the body did not exist on that day; `warnings` concern the dates.
    """

    document: LegalDocument
    verdict: RecordOutcome
    warnings: tuple[lifetime.DateWarning, ...] = ()
    unknown_kind: bool = False
    new_body: bool = False
    body_out_of_time: bool = False


def record_document(
    *, facts: DocumentFacts, origin: Origin, now: dt.datetime, actor: User | None = None
) -> Recorded:
    """Create or complete the record of one document; see `record_documents`."""
    return record_documents(facts=[facts], origin=origin, now=now, actor=actor)[0]


@transaction.atomic
def record_documents(
    *,
    facts: Iterable[DocumentFacts],
    origin: Origin,
    now: dt.datetime,
    actor: User | None = None,
) -> list[Recorded]:
    """Create or complete the records of documents, in the given order.

    A document with the same number but another body, type or date gets its own record. Confirmed
    records are not changed; in others, missing values are filled, and a table overrides a portal.
    Raises UnreadableNumber for an invalid number; then nothing is written.
    """
    lock_register()
    facts = list(facts)
    recorder = Recorder(facts=facts, origin=origin, now=now)
    written = [recorder.record(each) for each in facts]
    arrived = [each.document for each in written if each.verdict is not RecordOutcome.UNCHANGED]
    resolve_pending_links(documents=arrived, now=now)
    today = timezone.localdate(now)
    for each in written:
        if each.verdict is RecordOutcome.CREATED and actor:
            log(each.document, "wagtail.create", user=actor, timestamp=now)
    return [
        Recorded(
            document=each.document,
            verdict=each.verdict,
            warnings=tuple(warnings_of(each.document, today)),
            unknown_kind=each.unknown_kind,
            new_body=each.found.created,
            body_out_of_time=not each.found.in_its_time,
        )
        for each in written
    ]


def resolve_pending_links(*, documents: Iterable[LegalDocument], now: dt.datetime) -> None:
    """Link the relations that wait for these new or completed documents, then run what folders
    registered in ARRIVALS: link citations, close drafts."""
    link_pending_relations(documents=documents, now=now)
    for resolve in ARRIVALS.values():
        resolve(documents=documents, now=now)


def warnings_of(document: LegalDocument, day: dt.date) -> list[lifetime.DateWarning]:
    """Return the implausible dates of a document."""
    return lifetime.date_warnings(
        number=document.number,
        issued_on=document.issued_on,
        effective_on=document.effective_on,
        expires_on=document.expires_on,
        gazette_on=document.gazette_on,
        validity=document.validity,
        day=day,
    )


@transaction.atomic
def confirm_document(*, document: LegalDocument, actor: User, now: dt.datetime) -> bool:
    """Record a person's confirmation of the record. Returns False if it was confirmed already.

    From then on its status is shown; a status from a table becomes the first logged change. Raises
    NotWhole if body, date, title or official text is missing; a portal's front page does not count
    as text.
    """
    document = LegalDocument.objects.select_for_update().get(pk=document.pk)
    if document.confirmed_at:
        return False
    told = {name: getattr(document, name) for name in ("issuer", "issued_on", "title")}
    told["official_url"] = document.official_link
    missing = sorted(name for name, value in told.items() if not value)
    if missing:
        raise NotWhole(missing)
    document.confirmed_by, document.confirmed_at, document.updated_at = actor, now, now
    document.save(update_fields=["confirmed_by", "confirmed_at", "updated_at"])
    log(document, CONFIRMED, user=actor, timestamp=now)
    if document.validity != Validity.UNDETERMINED and not document.changes.exists():
        record_validity_change(
            document=document,
            was=Validity.UNDETERMINED,
            day=_first_day(document),
            source=document.validity_source,
            reason=document.expiry_reason,
            actor=actor,
            now=now,
        )
    return True


def _first_day(document: LegalDocument) -> dt.date | None:
    """Return the first day of the recorded status, or None if the dates do not give it.

    Partial expiry and suspension start on another day than the document's dates.
    """
    return {
        Validity.EXPIRED: document.expires_on,
        Validity.IN_FORCE: document.effective_on,
    }.get(Validity(document.validity))


def set_identity(
    *,
    document: LegalDocument,
    number: DocumentNumber,
    kind: DocumentType | None,
    issuer: IssuingBody | None,
    issued_on: dt.date | None,
) -> dict[str, Any]:
    """Set number, type, body and date of an unsaved record, and return them as a dictionary.

    Type and body left open are derived from the number where possible; no body is created.
    """
    key = kind.key if kind else number.type or OTHER_KIND
    kind = kind or DocumentType.objects.get(key=key)
    if issuer is None:
        issuer = IssuingBodies().known(number=number, kind=key, day=issued_on)
    document.number, document.number_key = str(number), number.key
    document.type, document.issuer, document.issued_on = kind, issuer, issued_on
    document.level = level_for(issuer, kind)
    return {"number": str(number), "type": kind, "issuer": issuer, "issued_on": issued_on}


@transaction.atomic
def save_document(
    *,
    document: LegalDocument,
    topics: Iterable[Topic],
    now: dt.datetime,
    new_file: UploadedFile | None = None,
    dropped_files: Iterable[DocumentFile] = (),
) -> LegalDocument:
    """Save a document from the form, after `set_identity`.

    A new record gets its permanent slug, and waiting relations and citations are linked. Files go
    into the shared collection and are public.
    """
    lock_register()
    document.updated_at = now
    if document.pk is None:
        document.origin, document.created_at = Origin.HAND, now
        twins = LegalDocument.objects.filter(number_key=document.number_key).with_register()
        assign_slug(document, list(twins))
        document.save()
    else:
        # Without the status: the hourly job may have changed it since the form was opened.
        document.save(update_fields=_BY_HAND)
    document.topics.set(topics)
    for dropped in dropped_files:
        dropped.delete()
    if new_file:
        _add_file(document, new_file)
    resolve_pending_links(documents=[document], now=now)
    return document


def _add_file(document: LegalDocument, upload: UploadedFile) -> None:
    title = readable_name(upload.name or "")
    file = AgencyDocument(title=title, file=upload, collection=shared_collection())
    file.full_clean()
    file.save()
    DocumentFile.objects.create(document=document, file=file, title=title)
