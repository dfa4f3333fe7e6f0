"""Queries on the index of citations."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import Page

from network.moderation.contents import number_statuses
from network.moderation.hints import NumberStatus

from ..models import Citation, LegalDocument
from .mentions import read_mentions
from .resolution import candidates_for, resolve
from .unknown_changes import may_have_changed
from .wording import NUMBER_STATUS


@dataclass(frozen=True, slots=True)
class DraftCitation:
    """A number in a page's draft. `document` is None if no single record matches it."""

    number: str
    document: LegalDocument | None


def pages_citing(document: LegalDocument) -> QuerySet[Page]:
    """Return the published pages of all agencies that cite a document, newest first."""
    cited = Citation.objects.filter(document=document, in_live=True)
    return Page.objects.live().filter(pk__in=cited.values("page")).order_by("-last_published_at")


def citations_of(page: Page) -> list[Citation]:
    """Return the resolved citations of a page, live and draft. One query.

    Each has `document` with type and body, and `may_have_changed`: False if no recorded change can
    affect citing pages. Empty for an unsaved page, e.g. in a preview.
    """
    if page.pk is None:
        return []
    return list(
        Citation.objects.filter(page=page, document__isnull=False)
        .select_related("document__type", "document__issuer")
        .annotate(may_have_changed=may_have_changed())
        .order_by("pk")
    )


def draft_citations(page: Page) -> list[DraftCitation]:
    """Return the numbers in the newest draft of a page, unknown ones first. One query."""
    rows = Citation.objects.filter(page=page, in_draft=True).select_related("document__type")
    found = [DraftCitation(row.number, row.document) for row in rows.order_by("pk")]
    return sorted(found, key=lambda each: each.document is not None)


def statuses_in(text: str, *, day: dt.date) -> Mapping[str, NumberStatus]:
    """Return the legal status on `day` of each number in a text, keyed by the words as written.

    Sources are the register, then the legal bases of the checklist. UNKNOWN if neither has the
    number; UNDETERMINED if several records match or the record is unconfirmed. Two queries.
    """
    mentions = read_mentions(text)
    candidates = candidates_for(mentions)
    strange = {str(each.number) for each in mentions if each.key not in candidates}
    bases = number_statuses(strange, day=day) if strange else {}
    return {
        text[slice(*mention.number.span)]: _status(document, day)
        if document is not None
        else bases.get(str(mention.number), NumberStatus.UNDETERMINED)
        for mention, document in zip(mentions, resolve(mentions, candidates), strict=True)
    }


def _status(document: LegalDocument, day: dt.date) -> NumberStatus:
    return NUMBER_STATUS[document.shown_validity(day)]
