"""From sightings to drafts, and from a draft to a record or a refusal.

Drafts have a lock of their own: who takes in sightings holds rows of the library. Who confirms
takes the register's lock before the draft's row, as whoever records documents does.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from network.accounts.models import User
from network.agencies.scope import scope_of
from network.core.text import clean_input

from ..bodies import level_of
from ..choices import BodyLevel, DraftStatus, Origin
from ..facts import DocumentFacts
from ..models import Citation, DocumentDraft, DocumentType, DraftEvidence, LegalDocument
from ..numbers.document_number import DocumentNumber
from ..recording import UnreadableNumber
from ..services import NotWhole, confirm_document, record_document
from ..validity_services import lock_register
from .closing import is_record_of
from .transitions import CONFIRM, REFUSE

DRAFT_CONFIRMED, DRAFT_REFUSED = "legal_updates.confirm_draft", "legal_updates.refuse_draft"
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('legal_updates.drafts'))"
_BLANKS = ("type_id", "issued_on", "title", "official_url")
_WRITTEN = ("type", "year", "issued_on", "title", "official_url", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A document named in a text: `key` says in which ("item:12"), `who` whose text it is.

    `issuer` is a key as `issuer_of` gives it, "" where neither symbol nor words tell; `title` and
    `official_url` are what an official source says, "" for a mere mention.
    """

    number: DocumentNumber
    issuer: str
    key: str
    who: str
    words: str
    url: str = ""
    year: int | None = None
    issued_on: dt.date | None = None
    title: str = ""
    official_url: str = ""

    @property
    def is_told(self) -> bool:
        """Return whether it tells which document is meant: every province and commune has its
        own 24/KH-UBND each year."""
        local = level_of(self.issuer) != BodyLevel.CENTRAL
        return bool(self.issuer and (self.year or not local))


@transaction.atomic
def note_sightings(*, sightings: Iterable[Sighting], now: dt.datetime) -> int:
    """Make or complete the drafts of documents that the register lacks; return how many are new.

    The number of queries does not grow with the sightings. What a person refused stays refused
    for the texts that spoke of it then; another text opens it again.
    """
    told = {(each.number.key, each.key): each for each in sightings if each.is_told}
    spoken = _spoken(told) if told else set()
    fresh = _unregistered([each for pair, each in told.items() if pair not in spoken])
    if not fresh:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    known: dict[str, list[DocumentDraft]] = defaultdict(list)
    numbers = {each.number.key for each in fresh}
    for draft in DocumentDraft.objects.filter(number_key__in=numbers).order_by("pk"):
        known[draft.number_key].append(draft)
    kinds = dict(DocumentType.objects.values_list("key", "pk"))
    pairs = [(_draft_of(each, known[each.number.key], now), each) for each in fresh]
    written = {id(draft): draft for draft, each in pairs if _complete(draft, each, kinds)}
    new = [draft for draft in written.values() if draft.pk is None]
    changed = [draft for draft in written.values() if draft.pk]
    DocumentDraft.objects.bulk_create(new)
    DocumentDraft.objects.bulk_update(changed, _WRITTEN)
    DraftEvidence.objects.bulk_create(
        [_evidence(draft, sighting, now) for draft, sighting in pairs], ignore_conflicts=True
    )
    return len(new)


def _spoken(told: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the pairs of number and text that have spoken before; one query."""
    known = DraftEvidence.objects.filter(
        draft__number_key__in={number for number, _key in told},
        key__in={key for _number, key in told},
    )
    return set(known.values_list("draft__number_key", "key"))


def _unregistered(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Return the sightings of what no record can be; one query."""
    if not sightings:
        return []
    known: dict[str, list[LegalDocument]] = defaultdict(list)
    records = LegalDocument.objects.filter(number_key__in={s.number.key for s in sightings})
    for record in records.select_related("issuer").only("number_key", "issued_on", "issuer__key"):
        known[record.number_key].append(record)

    def is_known(each: Sighting) -> bool:
        twins = known[each.number.key]
        return any(is_record_of(record, each.issuer, each.year) for record in twins)

    return [each for each in sightings if not is_known(each)]


def _draft_of(sighting: Sighting, known: list[DocumentDraft], now: dt.datetime) -> DocumentDraft:
    """Return the draft that the sighting is of: that of its year, or the only one it may be."""
    fitting = [each for each in known if each.issuer_key == sighting.issuer]
    same = [each for each in fitting if each.year == sighting.year]
    unsaid = [each for each in fitting if None in (each.year, sighting.year)]
    if same or len(unsaid) == 1:
        return (same or unsaid)[0]
    draft = DocumentDraft(
        number=str(sighting.number),
        number_key=sighting.number.key,
        issuer_key=sighting.issuer,
        year=sighting.year,
        made_at=now,
    )
    known.append(draft)
    return draft


def _complete(draft: DocumentDraft, sighting: Sighting, kinds: dict[str, int]) -> bool:
    """Fill in what the draft lacks; a refused one is open again. False where nothing changes."""
    before = [getattr(draft, name) for name in (*_BLANKS, "year", "status")]
    told = {
        "type_id": kinds.get(sighting.number.type or ""),
        "issued_on": sighting.issued_on,
        "title": clean_input(sighting.title)[:1500],
        "official_url": sighting.official_url,
    }
    for name in _BLANKS:
        setattr(draft, name, getattr(draft, name) or told[name])
    draft.year = draft.year or sighting.year
    if draft.status == DraftStatus.REFUSED:
        draft.status = DraftStatus.WAITING
    after = [getattr(draft, name) for name in (*_BLANKS, "year", "status")]
    return draft.pk is None or before != after


def _evidence(draft: DocumentDraft, sighting: Sighting, now: dt.datetime) -> DraftEvidence:
    return DraftEvidence(
        draft=draft,
        key=sighting.key,
        who=sighting.who[:200],
        words=clean_input(sighting.words)[:500],
        url=sighting.url,
        seen_at=now,
    )


@transaction.atomic
def confirm_draft(
    *, draft_id: int, facts: DocumentFacts, actor: User, now: dt.datetime
) -> tuple[LegalDocument, int]:
    """Make the confirmed record of a draft; return it, and how many citations it made known.

    `facts` are what the person has read and put right. Raises ValidationError, which says why,
    where somebody was faster or something is missing.
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
    """Refuse a draft for a reason; raises ValidationError where somebody was faster."""
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
