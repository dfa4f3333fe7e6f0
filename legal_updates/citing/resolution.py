"""From a mentioned number to the record that it means, or to none: a wrong link misleads."""

from collections.abc import Iterable, Mapping, Sequence

from network.core.text import fold

from ..choices import BodyLevel
from ..models import LegalDocument
from .mentions import Mention

type Candidates = Mapping[str, Sequence[LegalDocument]]
# Kinds that say nothing against any other: not known, or the Party's, which has its own kinds.
_ANY_KIND = {"khac", "van_ban_dang"}
_SAME_KIND = {"bo_luat": "luat"}


def candidates_for(mentions: Iterable[Mention]) -> Candidates:
    """Return the records that answer to each number, by its key; one query for a whole page."""
    keys = {mention.key for mention in mentions}
    found: dict[str, list[LegalDocument]] = {}
    if keys:
        for document in LegalDocument.objects.with_register().filter(number_key__in=keys):
            found.setdefault(document.number_key, []).append(document)
    return found


def resolve(mentions: Sequence[Mention], candidates: Candidates) -> list[LegalDocument | None]:
    """Return what each mention means, None where the text does not tell.

    A number named in full once ("ngày 30/12/2019 của Chính phủ") means the same afterwards.
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
    """Return the one of the records of this number that the mention means, None for no one.

    A single record stands unless kind, year or body contradict it. Bodies of provinces and
    communes all number from 1 each year: a number of theirs without a year needs a word more.
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
    """Return which of the documents of this number that a page cites the mention means.

    The page has told which document its number is: a bare one needs no further word.
    """
    if len(cited) != 1:
        return choose(mention, cited)
    return None if _contradicts(mention, cited[0]) else cited[0]


def _contradicts(mention: Mention, document: LegalDocument) -> bool:
    kinds = {_kind(mention.number.type or "khac"), _kind(document.type.key)}
    if len(kinds) == 2 and not kinds & _ANY_KIND:
        return True
    # Where the number holds a year, all records of the number have that year.
    issued = document.issued_on.year if document.issued_on else None
    if not mention.number.year and mention.year and issued and mention.year != issued:
        return True
    return bool(mention.issuer and _is_local(document) and not _same_body(mention, document))


def _kind(key: str) -> str:
    """Return what kinds of one word share: "nghi_quyet_cp" and "nghi_quyet_qh", "nghi_quyet"."""
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
