"""Notices at the top and foot of a published page about changes of the documents it cites."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..models import LegalDocument, Relation
from ..models.choices import Effect, Validity
from .unknown_changes import AMENDED, UnknownChange, changes_unknown_to
from .wording import cause_phrase, sentence

_AS_A_WHOLE = (Validity.EXPIRED, Validity.SUSPENDED, Validity.OBSOLETE)
# Effects of relations that can explain a change entered by hand.
_DONE_BY = {
    Validity.EXPIRED: {Effect.EXPIRED},
    Validity.PARTLY_EXPIRED: {Effect.EXPIRED, Effect.AMENDED},
    Validity.SUSPENDED: {Effect.SUSPENDED},
    AMENDED: {Effect.AMENDED, Effect.SUSPENDED},
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice about one cited document. `text` is escaped HTML with links.

    `serious` is True if the document as a whole is no longer in force.
    """

    document: LegalDocument
    text: SafeString
    serious: bool


@dataclass(frozen=True, slots=True)
class LawNotes:
    """The notes of a page: `notices` for the top and `reviewed_on` for the foot.

    `reviewed_on` is the last day on which the agency found the page still right despite a changed
    document, or None.
    """

    notices: list[Notice] = field(default_factory=list)
    reviewed_on: dt.date | None = None


def law_notes(page: Page, citations: Iterable[Any], *, day: dt.date) -> LawNotes:
    """Return the notes of a page about its `citations` (from `selectors.citations_of`).

    Three queries if a notice is due, one if the page accounts for all changes, none if nothing may
    have changed.
    """
    if not any(citation.in_live and citation.may_have_changed for citation in citations):
        return LawNotes()
    changes = [change for change in changes_unknown_to(page) if change.is_due(day)]
    due = [change for change in changes if change.reviewed_at is None]
    open_documents = {change.document_id for change in due}
    reviews = [
        change.reviewed_at
        for change in changes
        if change.reviewed_at and change.document_id not in open_documents
    ]
    return LawNotes(
        notices=_notices(due, {each.document_id: each.document for each in citations}),
        reviewed_on=timezone.localdate(max(reviews)) if reviews else None,
    )


def _notices(changes: list[UnknownChange], cited: dict[int, LegalDocument]) -> list[Notice]:
    if not changes:
        return []
    by_document: dict[int, list[UnknownChange]] = {}
    for change in sorted(changes, key=lambda change: change.since):
        by_document.setdefault(change.document_id, []).append(change)
    consolidated = by_document.keys() - cited.keys()
    if consolidated:
        documents = LegalDocument.objects.select_related("type")
        cited = cited | documents.in_bulk(consolidated)
    causes = _causes(changes)
    return [_notice(cited[pk], steps, causes) for pk, steps in by_document.items()]


def _notice(
    document: LegalDocument, changes: list[UnknownChange], causes: list[Relation]
) -> Notice:
    """Return the notice for one document: how it ended as a whole, or else its partial changes by
    day."""
    ends = [change for change in changes if change.became in _AS_A_WHOLE]
    groups: dict[dt.date, list[UnknownChange]] = {}
    for change in ends[-1:] or changes:
        groups.setdefault(change.since, []).append(change)
    sentences = ((_told(document, steps, causes),) for steps in groups.values())
    return Notice(
        document=document, text=format_html_join(" ", "{}", sentences), serious=bool(ends)
    )


def _told(
    document: LegalDocument, changes: list[UnknownChange], causes: list[Relation]
) -> SafeString:
    """Return the sentence about changes on one day. An amendment that ends parts is told as one
    change."""
    told = next((change for change in changes if change.became != AMENDED), changes[0])
    parts = "; ".join(
        change.parts.strip(" .")
        for change in changes
        if change.became == Validity.PARTLY_EXPIRED and change.parts
    )
    return format_html(
        "{}{}{}",
        sentence(told.became, link_to(document), told.since),
        format_html(" {}", _("Parts concerned: %s.") % parts) if parts else "",
        _by([cause for cause in causes if any(_is_cause(cause, each) for each in changes)]),
    )


def _is_cause(cause: Relation, change: UnknownChange) -> bool:
    """Return whether the relation made the change or, for a change entered by hand, could explain
    it."""
    if change.relation_id:
        return cause.pk == change.relation_id
    return cause.target_id == change.document_id and cause.type.effect in _DONE_BY.get(
        change.became, ()
    )


def _by(relations: Iterable[Relation]) -> SafeString:
    """Return " It was replaced by ...; was amended by ...", or "" without relations."""
    parts = format_html_join(
        "; ", "{} {}", ((cause_phrase(each.type.key), link_to(each.document)) for each in relations)
    )
    if not parts:
        return parts
    return format_html(" {}", format_html(_("It {by}."), by=parts))


def link_to(document: LegalDocument) -> SafeString:
    """Return an HTML link to the document's page. Its text is the type and number."""
    return format_html('<a href="{}">{}</a>', document.get_absolute_url(), document)


def _causes(changes: list[UnknownChange]) -> list[Relation]:
    """Return the relations that made the changes or could explain them. One query."""
    own = Q(pk__in=[change.relation_id for change in changes if change.relation_id])
    fitting = Q(
        target__in=[change.document_id for change in changes if not change.relation_id],
        confirmed_at__isnull=False,
    )
    relations = Relation.objects.filter(own | fitting).exclude(type__effect=Effect.NONE)
    return list(relations.select_related("document__type", "type").order_by("type__order", "pk"))
