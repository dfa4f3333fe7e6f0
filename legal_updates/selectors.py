"""Queries that find legal documents by number, their namesakes and their relations.

Used by the admin screens of the register, and by the library to find documents that are missing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from .models import DocumentType, IssuingBody, LegalDocument, Relation
from .recording import UnreadableNumber, is_same_kind, read_number

_MOST_TWINS = 10


def document_address(document: LegalDocument) -> str:
    """Return the admin URL of a document."""
    return reverse("legal_updates_legaldocument_modeladmin_inspect", args=[document.pk])


def numbered(text: str) -> QuerySet[LegalDocument]:
    """Return the records with this number in any spelling, newest first; none for an invalid
    number.

    Drafts are not included.
    """
    try:
        key = read_number(text).key
    except UnreadableNumber:
        return LegalDocument.objects.none()
    return LegalDocument.objects.filter(number_key=key).with_register()


def documents_by_number(numbers: Iterable[str]) -> dict[str, list[LegalDocument]]:
    """Return the documents of each of these numbers, keyed by the number as written. One query."""
    keys: dict[str, str] = {}
    for number in set(numbers):
        with suppress(UnreadableNumber):
            keys[number] = read_number(number).key
    found: dict[str, list[LegalDocument]] = defaultdict(list)
    for document in LegalDocument.objects.filter(number_key__in=set(keys.values())).with_register():
        found[document.number_key].append(document)
    return {number: found[key] for number, key in keys.items() if key in found}


def twins_of(document: LegalDocument) -> QuerySet[LegalDocument]:
    """Return other documents with the same number, at most _MOST_TWINS."""
    known = LegalDocument.objects.filter(number_key=document.number_key).exclude(pk=document.pk)
    return known.with_register()[:_MOST_TWINS]


def same_document(
    document: LegalDocument,
    kind: DocumentType,
    issuer: IssuingBody | None,
    issued_on: dt.date | None,
) -> LegalDocument | None:
    """Return another record with the same number, type, body and date, or None."""
    known = LegalDocument.objects.filter(
        number_key=document.number_key, issuer=issuer, issued_on=issued_on
    )
    others = known.exclude(pk=document.pk).with_register()
    return next((each for each in others if is_same_kind(each.type.key, kind.key)), None)


def relations_from(document: LegalDocument) -> QuerySet[Relation]:
    """Return the relations in which the document acts, with related objects."""
    return document.relations.select_related(*_SHOWN).order_by("type__order", "pk")


def relations_to(document: LegalDocument) -> QuerySet[Relation]:
    """Return the relations that act on the document, with related objects."""
    return document.reverse_relations.select_related(*_SHOWN).order_by("type__order", "pk")


_SHOWN: Any = ("type", "document__type", "target__type", "confirmed_by")
