"""Legal documents for tests."""

import datetime as dt
from typing import Any

from django.utils import timezone

from legal_updates.citations import find_document_numbers
from legal_updates.models import (
    Citation,
    DocumentType,
    IssuingBody,
    LegalDocument,
    ValidityChange,
)
from legal_updates.models.choices import BodyLevel, Validity
from network.core.text import fold, slugify_vi

GOVERNMENT = "Chính phủ"


def make_issuer(name: str = GOVERNMENT, level: str = BodyLevel.CENTRAL) -> IssuingBody:
    """Return the body of that name, made where it is missing."""
    body = IssuingBody.objects.filter(key=fold(name)).first()
    return body or IssuingBody.objects.create(name=name, key=fold(name), level=level)


def make_document(
    number: str = "100/2019/NĐ-CP",
    *,
    issuer: IssuingBody | None = None,
    issued_on: dt.date | None = dt.date(2019, 12, 30),
    validity: str = Validity.IN_FORCE,
    confirmed: bool = True,
    **fields: Any,
) -> LegalDocument:
    """Return the record of a document, made where it is missing; a decree unless told otherwise."""
    read = find_document_numbers(f"Nghị định số {number}")[0]
    issuer = issuer or make_issuer()
    known = LegalDocument.objects.filter(
        number_key=read.key, issuer=issuer, issued_on=issued_on
    ).first()
    if known:
        return known
    fields.setdefault("type", DocumentType.objects.get(key="nghi_dinh"))
    fields.setdefault("title", f"Quy định về việc {number}")
    fields.setdefault("official_url", "https://vanban.chinhphu.vn/?docid=1")
    fields.setdefault("slug", slugify_vi(str(read).replace("/", "-")))
    return LegalDocument.objects.create(
        number=str(read),
        number_key=read.key,
        issuer=issuer,
        issued_on=issued_on,
        level=issuer.level,
        validity=validity,
        confirmed_at=timezone.now() if confirmed else None,
        **fields,
    )


def make_change(
    document: LegalDocument,
    *,
    became: str = Validity.EXPIRED,
    amended: bool = False,
    now: dt.datetime | None = None,
    day: dt.date | None = None,
) -> ValidityChange:
    """Return the step that made the document what it became, since `day` or the day of `now`."""
    now = now or timezone.now()
    change = ValidityChange.objects.create(
        document=document,
        at=now,
        day=day or timezone.localdate(now),
        was=document.validity,
        became=became,
        amended=amended,
    )
    document.validity = became
    document.save(update_fields=["validity"])
    return change


def make_citation(page: Any, document: LegalDocument, **where: Any) -> Citation:
    """Return the link from what citizens read on `page` to `document`."""
    key = {"number": document.number, "number_key": document.number_key, "document": document}
    return Citation.objects.create(page=page, **key, **{"in_live": True} | where)


def backdate(page: Any, *, days: int = 30) -> Any:
    """Return the page, published so many days before today: before what becomes of the law now."""
    page.last_published_at = timezone.now() - dt.timedelta(days=days)
    type(page).objects.filter(pk=page.pk).update(last_published_at=page.last_published_at)
    return page
