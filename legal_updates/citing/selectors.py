"""Questions put to the index of citations."""

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
    """A number in the draft of a page; `document` is None for one that no record answers to."""

    number: str
    document: LegalDocument | None


def pages_citing(document: LegalDocument) -> QuerySet[Page]:
    """Return the published pages of all agencies that cite a document, newest first."""
    cited = Citation.objects.filter(document=document, in_live=True)
    return Page.objects.live().filter(pk__in=cited.values("page")).order_by("-last_published_at")


def citations_of(page: Page) -> list[Citation]:
    """Return what a page cites, as far as it is in the register; one query.

    Each with `document`, its kind and body, and `may_have_changed`: False where nothing is recorded
    that could make a page untrue which cites the document. Empty for a page without a key, as in
    the preview of a new one.
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
    """Return the numbers in the newest draft of a page, unknown ones first; one query."""
    rows = Citation.objects.filter(page=page, in_draft=True).select_related("document__type")
    found = [DraftCitation(row.number, row.document) for row in rows.order_by("pk")]
    return sorted(found, key=lambda each: each.document is not None)


def statuses_in(text: str, *, day: dt.date) -> Mapping[str, NumberStatus]:
    """Return what is known on `day` of each number in a text, by the words as written.

    The register tells, then the legal bases of the appraisal's checklist. UNKNOWN where neither
    has the number, UNDETERMINED where several records have it and the words around do not tell
    which, or nobody has confirmed the record. Two queries.
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
