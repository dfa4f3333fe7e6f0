"""Slugs of documents: the number, plus what distinguishes it from others with this number.

`100/2019/NĐ-CP` becomes `100-2019-nd-cp`. If that is taken, one of these is added: body
("24-kh-ubnd-tinh-gia-lai"), type ("116-2025-qh15-nghi-quyet-qh"), date of issue, or a counter. A
slug is permanent, whatever is corrected later, because it is printed and linked elsewhere.
"""

import itertools
from collections.abc import Iterator

from network.core.text import slugify_vi

from .models import DocumentType, IssuingBody, LegalDocument

_LONGEST = 100


def slug_candidates(document: LegalDocument, twins: list[LegalDocument]) -> Iterator[str]:
    """Yield slug candidates for a new document, best first, endlessly.

    `twins` are the existing documents with this number.
    """
    base = number_slug(document.number)
    if not twins:
        yield base
    body = _body_words(document.issuer)
    if body and all(document.issuer_id != twin.issuer_id for twin in twins):
        yield _joined(base, body)
    if all(document.type_id != twin.type_id for twin in twins):
        yield _joined(base, _kind_words(document.type))
    if document.issued_on:
        yield _joined(base, document.issued_on.isoformat())
        yield _joined(base, body, document.issued_on.isoformat())
    for figure in itertools.count(2):
        yield _joined(base, str(figure))


def number_slug(number: str) -> str:
    """Return the slug form of a number; "van-ban" if nothing of it is left."""
    return slugify_vi(number.replace("/", "-"))[:_LONGEST] or "van-ban"


def _body_words(body: IssuingBody | None) -> str:
    """Return a short slug of a body: the place of a local body, the symbol of a central one."""
    if body is None:
        return ""
    words = body.key.split(" ", 1)
    if body.level != "central" and len(words) == 2:
        return slugify_vi(words[1])
    return slugify_vi(body.abbreviation or body.key)


def _kind_words(kind: DocumentType) -> str:
    return slugify_vi(kind.key.replace("_", "-"))


def _joined(*parts: str) -> str:
    return "-".join(part for part in parts if part)[:_LONGEST]
