"""What the top and the foot of a published page say of the documents that it cites."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..choices import NO_LONGER_LAW, Effect, Validity
from ..models import Citation, LegalDocument, Relation
from .selectors import citations_of
from .wording import AMENDED, cause_phrase, sentence

_DONE_BY = {
    Validity.EXPIRED: {Effect.EXPIRED},
    Validity.PARTLY_EXPIRED: {Effect.EXPIRED, Effect.AMENDED},
    Validity.SUSPENDED: {Effect.SUSPENDED},
    AMENDED: {Effect.AMENDED, Effect.SUSPENDED},
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of one cited document. `text` is escaped HTML with its links.

    `serious` where the document, as a whole, is the law no longer.
    """

    document: LegalDocument
    text: SafeString
    serious: bool


@dataclass(frozen=True, slots=True)
class LawNotes:
    """`notices` for the top of a page; `reviewed_on` for its foot: the last day on which its
    agency found it still right although a document it cites had changed, None for never."""

    notices: list[Notice] = field(default_factory=list)
    reviewed_on: dt.date | None = None


def notices_of(page: Page, *, day: dt.date) -> list[Notice]:
    """Return the notices for the top of a page; two queries at most."""
    return law_notes(citations_of(page), day=day).notices


def law_notes(citations: Collection[Any], *, day: dt.date) -> LawNotes:
    """Return what is to be said about `citations` (of `selectors.citations_of`) of a page.

    One query where something is to be said, else none.
    """
    troubled = [
        (each, became)
        for each in citations
        if each.in_live and (became := _became(each, day)) is not None
    ]
    shown = [(each, became) for each, became in troubled if not _is_reviewed(each)]
    quiet = [each.reviewed_at for each, _became_so in troubled if _is_reviewed(each)]
    return LawNotes(
        notices=_notices(shown),
        reviewed_on=timezone.localdate(max(quiet)) if quiet else None,
    )


def _became(citation: Any, day: dt.date) -> str | None:
    """Return what of the document a reader must know, None for nothing."""
    validity = citation.document.shown_validity(day)
    if validity in NO_LONGER_LAW:
        return validity
    return AMENDED if citation.amended_on and citation.document.confirmed_at else None


def _is_reviewed(citation: Any) -> bool:
    reviewed, changed = citation.reviewed_at, citation.serious_at
    return reviewed is not None and (changed is None or reviewed >= changed)


def _notices(shown: list[tuple[Citation, str]]) -> list[Notice]:
    causes = _causes([each.document_id for each, _became_so in shown if each.document_id])
    return [_notice(each, became, causes) for each, became in shown]


def _notice(citation: Any, became: str, causes: dict[int, list[Relation]]) -> Notice:
    document = citation.document
    since = citation.amended_on if became == AMENDED else citation.serious_on
    if became == Validity.EXPIRED:
        since = document.expires_on or since
    effects = _DONE_BY.get(became, set())
    by = [each for each in causes.get(document.pk, []) if each.type.effect in effects]
    return Notice(
        document=document,
        text=format_html("{}{}", sentence(became, link_to(document), since), _by(by)),
        serious=became != AMENDED and became != Validity.PARTLY_EXPIRED,
    )


def _by(relations: Iterable[Relation]) -> SafeString:
    """Return " It was replaced by ...; was amended by ...", nothing for no relation."""
    parts = format_html_join(
        "; ", "{} {}", ((cause_phrase(each.type.key), link_to(each.document)) for each in relations)
    )
    if not parts:
        return parts
    return format_html(" {}", format_html(_("It {by}."), by=parts))


def link_to(document: LegalDocument) -> SafeString:
    """Return the document as a link to its page."""
    return format_html('<a href="{}">{}</a>', document.get_absolute_url(), document)


def _causes(document_ids: list[int]) -> dict[int, list[Relation]]:
    """Return the relations that have had their effect on the documents; one query."""
    if not document_ids:
        return {}
    found: dict[int, list[Relation]] = {}
    relations = (
        Relation.objects.filter(target__in=document_ids, applied_at__isnull=False)
        .exclude(type__effect=Effect.NONE)
        .select_related("document__type", "type")
        .order_by("type__order", "pk")
    )
    for relation in relations:
        found.setdefault(relation.target_id or 0, []).append(relation)
    return found
