"""Resolve a mentioned number to its record, or to none, because a wrong link misleads."""

from collections.abc import Iterable, Mapping, Sequence

from network.core.text import fold

from ..models import LegalDocument
from ..models.choices import BodyLevel
from .mentions import Mention

type Candidates = Mapping[str, Sequence[LegalDocument]]
# Types that contradict no other: unknown ones, and Party documents, which have types of their own.
_ANY_KIND = {"khac", "van_ban_dang"}
_SAME_KIND = {"bo_luat": "luat"}


def candidates_for(mentions: Iterable[Mention]) -> Candidates:
    """Return the records for each mentioned number, by number key. One query."""
    keys = {mention.key for mention in mentions}
    found: dict[str, list[LegalDocument]] = {}
    if keys:
        for document in LegalDocument.objects.with_register().filter(number_key__in=keys):
            found.setdefault(document.number_key, []).append(document)
    return found


def resolve(mentions: Sequence[Mention], candidates: Candidates) -> list[LegalDocument | None]:
    """Return the document that each mention refers to, or None if it is ambiguous.

    A number identified once ("ngày 30/12/2019 của Chính phủ") means the same document elsewhere in
    the text.
    """
    chosen = [choose(mention, candidates.get(mention.key, ())) for mention in mentions]
    told: dict[str, set[LegalDocument]] = {}
    for mention, document in zip(mentions, chosen, strict=True):
        if document is not None:
            told.setdefault(mention.key, set()).add(document)
    return [
        document or choose_cited(mention, list(told.get(mention.key, ())))
        for mention, document in zip(mentions, chosen, strict=True)
    ]


def choose(mention: Mention, candidates: Sequence[LegalDocument]) -> LegalDocument | None:
    """Return the record that the mention refers to, or None if it is ambiguous.

    A single record is accepted unless type, year or body contradict it. Provincial and communal
    bodies number from 1 each year, so their numbers also need a year or body.
    """
    fitting = [each for each in candidates if not _contradicts(mention, each)]
    for narrower in (_same_day, _same_body, _same_kind, _confirmed):
        if len(fitting) < 2:
            break
        fitting = [each for each in fitting if narrower(mention, each)] or fitting
    if len(fitting) != 1:
        return None
    return fitting[0] if _is_told(mention, fitting[0]) else None


def choose_cited(mention: Mention, cited: Sequence[LegalDocument]) -> LegalDocument | None:
    """Return the document the mention refers to, among those with this number that the page cites.

    A single cited document is accepted unless contradicted: the page has already made clear which
    one it means.
    """
    if len(cited) != 1:
        return choose(mention, cited)
    return None if _contradicts(mention, cited[0]) else cited[0]


def _contradicts(mention: Mention, document: LegalDocument) -> bool:
    kinds = {_kind(mention.number.type or "khac"), _kind(document.type.key)}
    if len(kinds) == 2 and not kinds & _ANY_KIND:
        return True
    # If the number contains a year, all records with this number have that year.
    issued = document.issued_on.year if document.issued_on else None
    if not mention.number.year and mention.year and issued and mention.year != issued:
        return True
    return bool(mention.issuer and _is_local(document) and not _same_body(mention, document))


def _kind(key: str) -> str:
    """Return the common prefix of related types, e.g. "nghi_quyet" for "nghi_quyet_cp" and
    "nghi_quyet_qh"."""
    if key in _ANY_KIND:
        return key
    return "_".join(_SAME_KIND.get(key, key).split("_")[:2])


def _is_told(mention: Mention, document: LegalDocument) -> bool:
    return bool(not _is_local(document) or mention.year or mention.issuer)


def _is_local(document: LegalDocument) -> bool:
    return document.level != BodyLevel.CENTRAL


def _same_day(mention: Mention, document: LegalDocument) -> bool:
    return mention.issued_on is not None and mention.issued_on == document.issued_on


def _same_body(mention: Mention, document: LegalDocument) -> bool:
    body = document.issuer
    return bool(
        mention.issuer
        and body
        and mention.issuer in {body.key, *map(fold, body.aliases), fold(body.name)}
    )


def _same_kind(mention: Mention, document: LegalDocument) -> bool:
    return mention.number.type == document.type.key


def _confirmed(mention: Mention, document: LegalDocument) -> bool:
    return document.confirmed_at is not None
