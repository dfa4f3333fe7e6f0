"""The address of a document: its number, and what tells it from a twin.

`100/2019/NĐ-CP` is `100-2019-nd-cp`. Where that is taken by another document, what differs is
added: the body ("24-kh-ubnd-tinh-gia-lai"), or else the kind ("116-2025-qh15-nghi-quyet-qh"), or
else the date of issue, or at last a figure. An address is given once and never changes, whatever
is put right afterwards: it stands on paper and on other people's pages.
"""

import itertools
from collections.abc import Iterator

from network.core.text import slugify_vi

from .models import DocumentType, IssuingBody, LegalDocument

_LONGEST = 100


def slug_candidates(document: LegalDocument, twins: list[LegalDocument]) -> Iterator[str]:
    """Yield addresses for a new document, the best first, without end.

    `twins` are the documents of the same number that there are already.
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
    """Return a number as the first part of an address."""
    return slugify_vi(number.replace("/", "-"))[:_LONGEST] or "van-ban"


def _body_words(body: IssuingBody | None) -> str:
    """Return a short name of a body: the place of a local one, the symbol of a central one."""
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
