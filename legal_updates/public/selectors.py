"""Queries for the public register of legal documents: lists, one document, relations, history.

Used by the views, feeds and calendar in this package, and by the hub's front page and leaflets.
"""

import datetime as dt
from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from network.core.sorting import SortKey
from network.media.models import AgencyDocument, AgencyImage

from ..models import (
    DocumentFile,
    DocumentTopic,
    DocumentType,
    IssuingBody,
    LegalDocument,
    Relation,
    Topic,
    ValidityChange,
)
from ..models.choices import Validity
from ..models.querysets import LegalDocumentQuerySet
from ..slugs import number_slug
from ..standing import pending_change_of, superseded_last, with_standing

# A code of laws can have hundreds of detailing and guiding documents.
MOST_RELATIONS = 300
SOON_DAYS = 60
# For the calendar: enough for years of central and provincial documents.
MOST_COMING = 1000
_MOST_OF_SLUG = 200


def document_at(slug: str, *, day: dt.date) -> LegalDocument | None:
    """Return the document with this slug, with type, body and status on `day`, or None. One query.

    Annotated with `topic_rows` ({"name", "slug"} per topic) and `has_twins`: whether another
    document has its number.
    """
    topics = DocumentTopic.objects.filter(content_object=OuterRef("pk")).order_by("tag__order")
    twins = LegalDocument.objects.filter(number_key=OuterRef("number_key"))
    found: LegalDocument | None = (
        with_standing(LegalDocument.objects.with_register(), day=day)
        .annotate(
            topic_rows=ArraySubquery(
                topics.values(row=JSONObject(name="tag__name", slug="tag__slug"))
            ),
            has_twins=Exists(twins.exclude(pk=OuterRef("pk"))),
        )
        .filter(slug=slug)
        .first()
    )
    return found


def documents_of_number(slug: str, *, day: dt.date) -> list[LegalDocument]:
    """Return the documents whose number gives this slug. One query.

    Superseded ones last, otherwise oldest first.
    """
    beginning = LegalDocument.objects.with_register().filter(slug__startswith=slug)
    found = with_standing(beginning, day=day)[:_MOST_OF_SLUG]
    same = [each for each in found if number_slug(each.number) == slug]
    return sorted(same, key=lambda each: (each.superseded, each.issued_on or dt.date.max, each.pk))


def relations_of(document: LegalDocument, *, day: dt.date) -> list[Relation]:
    """Return the document's relations in both directions, with types and other documents.

    One query. `document_pending` and `target_pending` are the PendingChange of each side on `day`.
    """
    either = Q(document=document) | Q(target=document)
    others = ("document__type", "target__type", "type")
    return list(
        Relation.objects.filter(either)
        .select_related(*others)
        .annotate(
            document_pending=pending_change_of(OuterRef("document"), day=day),
            target_pending=pending_change_of(OuterRef("target"), day=day),
        )
        .order_by("type__order", "pk")[:MOST_RELATIONS]
    )


def changes_of(document: LegalDocument) -> list[ValidityChange]:
    """Return the changes of the document, oldest first, with their causes. One query."""
    cause = "relation__document__type"
    return list(document.changes.select_related(cause).order_by("day", "at", "pk"))


def shows_file(file: AgencyImage | AgencyDocument) -> bool:
    """Return whether a document's page offers `file`. At most one query."""
    if not isinstance(file, AgencyDocument):
        return False
    return DocumentFile.objects.filter(file=file).exists()


def types_in_use() -> QuerySet[DocumentType]:
    """Return the document types with documents, by rank."""
    return DocumentType.objects.filter(
        Exists(LegalDocument.objects.filter(type=OuterRef("pk")))
    ).order_by("-normative", "rank", "label")


def issuers_in_use() -> QuerySet[IssuingBody]:
    """Return the issuing bodies with documents, by name."""
    return IssuingBody.objects.filter(
        Exists(LegalDocument.objects.filter(issuer=OuterRef("pk")))
    ).order_by(SortKey("name"))


def all_topics() -> QuerySet[Topic]:
    """Return the topics in their official order."""
    return Topic.objects.all()


def taking_effect_in(first: dt.date) -> LegalDocumentQuerySet:
    """Return documents that take effect in the month starting on `first`, in no order."""
    before = (first + dt.timedelta(days=31)).replace(day=1)
    documents = LegalDocument.objects.with_register()
    return documents.filter(effective_on__gte=first, effective_on__lt=before)


def in_force_in_month(first: dt.date, *, day: dt.date) -> LegalDocumentQuerySet:
    """Return documents that take effect in the month starting on `first`, by day.

    Within a day, documents superseded on `day` come last.
    """
    found: LegalDocumentQuerySet = with_standing(taking_effect_in(first), day=day).order_by(
        "effective_on", superseded_last(day), "type__rank", "id"
    )
    return found


def months_around(first: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Return the first days of the nearest months before and after the one starting on `first` in
    which a document takes effect. Two queries."""
    after = (first + dt.timedelta(days=31)).replace(day=1)
    days = LegalDocument.objects.values_list("effective_on", flat=True)
    nearest = (
        days.filter(effective_on__lt=first).order_by("-effective_on").first(),
        days.filter(effective_on__gte=after).order_by("effective_on").first(),
    )
    before, later = (day and day.replace(day=1) for day in nearest)
    return before, later


def expiring_after(day: dt.date) -> LegalDocumentQuerySet:
    """Return documents that expire within SOON_DAYS days after `day`, soonest first."""
    found: LegalDocumentQuerySet = (
        with_standing(LegalDocument.objects.with_register(), day=day)
        .filter(expires_on__gt=day, expires_on__lte=day + dt.timedelta(days=SOON_DAYS))
        .order_by("expires_on", superseded_last(day), "id")
    )
    return found


def with_coming_days(day: dt.date, topics: Iterable[Topic] = ()) -> LegalDocumentQuerySet:
    """Return the MOST_COMING newest documents that take effect or expire on `day` or later.

    Only confirmed records, and none that has already expired or become obsolete.
    """
    coming = Q(effective_on__gte=day) | Q(expires_on__gte=day)
    gone = (Validity.EXPIRED, Validity.OBSOLETE)
    documents = LegalDocument.objects.with_register().filter(coming, confirmed_at__isnull=False)
    chosen = list(topics)
    if chosen:
        about = DocumentTopic.objects.filter(content_object=OuterRef("pk"), tag__in=chosen)
        documents = documents.filter(Exists(about))
    return documents.exclude(validity__in=gone).order_by("-id")[:MOST_COMING]


def newest_documents(topics: Iterable[Topic] = ()) -> LegalDocumentQuerySet:
    """Return the documents in order of recording, newest first.

    Ordering by id avoids sorting the whole register.
    """
    documents: LegalDocumentQuerySet = with_standing(
        LegalDocument.objects.with_register(), day=timezone.localdate()
    )
    chosen = list(topics)
    if chosen:
        documents = documents.filter(document_topics__tag__in=chosen)
    return documents.order_by("-id")
