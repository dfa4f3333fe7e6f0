"""Match facts with existing records, and create or complete records."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from network.core.text import clean_input

from .bodies import BodyMatch, IssuingBodies
from .citations import DocumentNumber, find_document_numbers
from .facts import DocumentFacts
from .models import OTHER_KIND, DocumentType, IssuingBody, LegalDocument, Topic
from .models.choices import BodyLevel, Origin, TerritorialScope, Validity
from .models.official import is_official_page
from .slugs import slug_candidates

# Reliability of the origins: a higher one overwrites a lower one until a person confirms the
# record.
_WEIGHT = {Origin.FEED: 0, Origin.TABLE: 1, Origin.HAND: 2}
_TEXTS = (
    "title",
    "signer",
    "signer_position",
    "separate_effect",
    "gazette_number",
    "official_url",
)
_DAYS = ("issued_on", "effective_on", "expires_on", "gazette_on")
_VALIDITY = (
    "validity",
    "validity_source",
    "validity_checked_on",
    "expiry_reason",
    "expired_parts",
)
# Types that share one series of numbers; a heading does not always say that a law is a code.
_SAME_SERIES = {"bo_luat": "luat", "hien_phap": "luat"}


class RecordOutcome(StrEnum):
    """Result of recording facts."""

    CREATED = "created"
    COMPLETED = "completed"
    UNCHANGED = "unchanged"


class UnreadableNumber(ValueError):
    """The text is not a document number."""


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """A record after the facts were written, with the result."""

    document: LegalDocument
    verdict: RecordOutcome
    found: BodyMatch
    unknown_kind: bool


class Recorder:
    """Records a batch of facts; types, bodies and existing documents are loaded once."""

    def __init__(self, *, facts: Sequence[DocumentFacts], origin: Origin, now: dt.datetime) -> None:
        self._origin, self._now = origin, now
        self._kinds = {kind.key: kind for kind in DocumentType.objects.all()}
        self._bodies = IssuingBodies()
        keys = {read_number(each.number, each.type).key for each in facts}
        self._known: dict[str, list[LegalDocument]] = defaultdict(list)
        known = LegalDocument.objects.filter(number_key__in=keys).with_register()
        for document in known.order_by("pk").select_for_update(of=("self",)):
            self._known[document.number_key].append(document)
        slugs = {slug for each in facts for slug in each.topics}
        self._topics = {
            topic.slug: topic for topic in (Topic.objects.filter(slug__in=slugs) if slugs else ())
        }

    def record(self, facts: DocumentFacts) -> WrittenRecord:
        """Record the facts of one document. Raises UnreadableNumber for an invalid number."""
        number = read_number(facts.number, facts.type)
        kind = self._kinds.get(facts.type or number.type or "")
        unknown_kind = kind is None
        kind = kind or self._kinds[OTHER_KIND]
        day = facts.issued_on or _some_day_of(number.year)
        found = self._bodies.of_document(number=number, kind=kind.key, said=facts.issuer, day=day)
        document = _record_of(self._known[number.key], kind, found.body, facts.issued_on, number)
        if document is None:
            document = self._create(number, kind, found.body, facts)
            return WrittenRecord(document, RecordOutcome.CREATED, found, unknown_kind)
        changed = self._complete(document, kind, found.body, facts)
        verdict = RecordOutcome.COMPLETED if changed else RecordOutcome.UNCHANGED
        return WrittenRecord(document, verdict, found, unknown_kind)

    def _create(
        self,
        number: DocumentNumber,
        kind: DocumentType,
        body: IssuingBody | None,
        facts: DocumentFacts,
    ) -> LegalDocument:
        """Create and save a document from its facts, with slug and topics, and remember it as a
        namesake of its number."""
        twins = self._known[number.key]
        document = LegalDocument(
            number=str(number),
            number_key=number.key,
            type=kind,
            issuer=body,
            level=level_for(body, kind),
            scope=_scope(body, kind),
            origin=self._origin,
            created_at=self._now,
            updated_at=self._now,
            **_known_fields(facts),
            **_validity(facts),
        )
        document.title = document.title or str(document)
        assign_slug(document, twins)
        document.save()
        self._add_topics(document, facts)
        twins.append(document)
        return document

    def _complete(
        self,
        document: LegalDocument,
        kind: DocumentType,
        body: IssuingBody | None,
        facts: DocumentFacts,
    ) -> bool:
        """Fill in missing values of the record. Returns whether anything changed.

        Confirmed records are not changed; a more reliable origin overwrites values of a less
        reliable one.
        """
        if document.confirmed_at:
            return False
        heavier = _WEIGHT[self._origin] > _WEIGHT[Origin(document.origin)]
        changes: dict[str, Any] = {
            name: value
            for name, value in _known_fields(facts).items()
            if value and value != getattr(document, name) and (heavier or _is_blank(document, name))
        }
        if document.type.key == OTHER_KIND and kind.key != OTHER_KIND:
            changes["type"] = kind
        if document.issuer is None and body:
            changes["issuer"] = body
        if document.validity == Validity.UNDETERMINED:
            changes |= _validity(facts)
        if heavier:
            changes["origin"] = self._origin
        return self._write(document, changes) | self._add_topics(document, facts)

    def _write(self, document: LegalDocument, changes: dict[str, Any]) -> bool:
        if not changes:
            return False
        for name, value in changes.items():
            setattr(document, name, value)
        document.level = level_for(document.issuer, document.type)
        document.scope = _scope(document.issuer, document.type)
        document.updated_at = self._now
        document.save()
        return True

    def _add_topics(self, document: LegalDocument, facts: DocumentFacts) -> bool:
        topics = [self._topics[slug] for slug in facts.topics if slug in self._topics]
        if not topics:
            return False
        known = set() if document._state.adding else {each.pk for each in document.topics.all()}
        new = [topic for topic in topics if topic.pk not in known]
        for topic in new:
            document.document_topics.create(tag=topic)
        return bool(new)


def read_number(text: str, kind: str = "") -> DocumentNumber:
    """Parse `text` as one document number in any spelling. Raises UnreadableNumber otherwise.

    `kind`, a DocumentType key, helps with forms that need a type word.
    """
    text = clean_input(text)
    word = _WORD_OF.get(kind, "")
    for written in (text, f"{word or 'Công văn'} số {text}"):
        found = find_document_numbers(written)
        if found and (found[0].span[1] - found[0].span[0]) >= len(text):
            return found[0]
    raise UnreadableNumber(text)


def number_reads(text: str, kind: str = "") -> bool:
    """Return whether `read_number` accepts the text."""
    try:
        return bool(read_number(text, kind))
    except UnreadableNumber:
        return False


_WORD_OF = {
    "luat": "Luật",
    "bo_luat": "Bộ luật",
    "phap_lenh": "Pháp lệnh",
    "lenh": "Lệnh",
    "nghi_dinh": "Nghị định",
    "nghi_quyet_qh": "Nghị quyết",
    "nghi_quyet_cp": "Nghị quyết",
    "nghi_quyet_ubtvqh": "Nghị quyết",
    "quyet_dinh_ttg": "Quyết định",
    "quyet_dinh_ctn": "Quyết định",
    "quyet_dinh_ca_biet": "Quyết định",
    "quyet_dinh_ubnd": "Quyết định",
    "thong_tu": "Thông tư",
    "thong_tu_lien_tich": "Thông tư liên tịch",
    "chi_thi_ttg": "Chỉ thị",
    "van_ban_dang": "Kết luận",
}


def assign_slug(document: LegalDocument, twins: list[LegalDocument]) -> None:
    """Give a new document its permanent slug."""
    for slug in slug_candidates(document, twins):
        if not LegalDocument.objects.filter(slug=slug).exists():
            document.slug = slug
            return


def _record_of(
    known: list[LegalDocument],
    kind: DocumentType,
    body: IssuingBody | None,
    issued_on: dt.date | None,
    number: DocumentNumber,
) -> LegalDocument | None:
    """Return the record to which the facts belong, or None if there is none or several may
    match."""
    same_kind = [each for each in known if is_same_kind(each.type.key, kind.key)]
    exact = [each for each in same_kind if (each.issuer, each.issued_on) == (body, issued_on)]
    if exact:
        return exact[0]
    fitting = [each for each in same_kind if _may_be(each, body, issued_on, number)]
    return fitting[0] if len(fitting) == 1 else None


def _may_be(
    document: LegalDocument, body: IssuingBody | None, issued_on: dt.date | None, number: Any
) -> bool:
    """Return whether record and facts may be the same document although one side leaves something
    out.

    With the same date the body may be missing. With the same body the date may be missing if the
    number contains the year, because numbering restarts each January.
    """
    same_day = document.issued_on == issued_on and issued_on is not None
    same_body = document.issuer == body and body is not None
    one_body_unsaid = document.issuer is None or body is None
    one_day_unsaid = document.issued_on is None or issued_on is None
    return (same_day and one_body_unsaid) or (
        same_body and one_day_unsaid and number.year is not None
    )


def is_same_kind(first: str, second: str) -> bool:
    """Return whether two type keys can belong to the same document."""
    same = _SAME_SERIES.get(first, first) == _SAME_SERIES.get(second, second)
    return same or OTHER_KIND in (first, second)


def _known_fields(facts: DocumentFacts) -> dict[str, Any]:
    days = {name: getattr(facts, name) for name in _DAYS}
    return days | {name: _cut(name, getattr(facts, name)) for name in _TEXTS}


def _is_blank(document: LegalDocument, name: str) -> bool:
    """Return whether the field is empty. A title that only repeats the number counts as empty."""
    value = getattr(document, name)
    return not value or (name == "title" and value == str(document))


def _validity(facts: DocumentFacts) -> dict[str, Any]:
    """Return the fields of the legal status, or {} without source and day of check.

    If the source is an official page, it is also stored as evidence.
    """
    day = facts.validity_checked_on
    told = facts.validity not in ("", Validity.UNDETERMINED)
    if not (told and facts.validity_source and day):
        return {}
    proven = is_official_page(facts.validity_source, day)
    said = {name: getattr(facts, name) for name in _VALIDITY}
    return said | {
        "validity_source": _cut("validity_source", facts.validity_source),
        "validity_evidence": facts.validity_source if proven else "",
    }


def level_for(body: IssuingBody | None, kind: DocumentType) -> str:
    """Return the level of a document: that of its body, or of its type if the body is unknown."""
    if body:
        return body.level
    return BodyLevel.CENTRAL if kind.level == BodyLevel.ANY else kind.level


def _scope(body: IssuingBody | None, kind: DocumentType) -> str:
    scopes = {
        BodyLevel.PROVINCIAL: TerritorialScope.PROVINCE,
        BodyLevel.COMMUNE: TerritorialScope.COMMUNE,
    }
    return scopes.get(BodyLevel(level_for(body, kind)), TerritorialScope.NATIONWIDE)


def _some_day_of(year: int | None) -> dt.date | None:
    return dt.date(year, 7, 1) if year else None


def _cut(name: str, value: str) -> str:
    field: Any = LegalDocument._meta.get_field(name)
    return clean_input(value)[: field.max_length]
