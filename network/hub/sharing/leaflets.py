"""A page or legal document as a printable leaflet."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from legal_updates.finding import documents_of
from legal_updates.models import LegalDocument
from legal_updates.public import selectors as register
from legal_updates.public.panels import document_panels
from legal_updates.public.relations import grouped
from legal_updates.standing import with_standing
from network.core.freshness.dependencies import depends_on
from network.core.short_codes import CodeKind
from sites.models import ArticlePage

from ..models import HubSettings
from ..routing import page_at
from .codes import Code
from .selectors import live_page

# Blocks that make sense on paper, without videos, sound and files. Documents are listed in the
# foot.
PRINTED_BLOCKS = frozenset({"heading", "paragraph", "quote", "table", "callout", "image"})
MOST_DOCUMENTS = 5
MOST_RELATED, MOST_ENTRIES = 4, 5


@dataclass(frozen=True, slots=True)
class LeafletPoint:
    """A heading with lines below it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Content of a leaflet.

    `lead` holds (question, answer) pairs; the question is "" for a summary. An article has `page`
    and its `blocks`; a legal document has `points`.
    """

    title: str
    who: str
    lead: list[tuple[str, str]]
    documents: list[LegalDocument]
    contact: Any
    url: str
    day: dt.date
    language: str = ""
    page: ArticlePage | None = None
    blocks: tuple[Any, ...] = ()
    points: tuple[LeafletPoint, ...] = ()
    more_documents: int = 0
    checked_on: dt.date | None = None


def leaflet_of(code: Code) -> Leaflet | None:
    """Return the leaflet of the coded object, or None if it is not public or has no leaflet."""
    if code.kind == CodeKind.DOCUMENT:
        documents = LegalDocument.objects.with_register().filter(pk=code.key)
        document = with_standing(documents, day=timezone.localdate()).first()
        return _of_document(document) if document else None
    row = live_page(code)
    page = page_at(row.url_path) if row else None
    return _of_article(page) if isinstance(page, ArticlePage) else None


def _of_article(page: ArticlePage) -> Leaflet:
    """Return the leaflet of an article, with at most MOST_DOCUMENTS of the legal documents that it
    cites."""
    agency = page.agency_home.agency
    depends_on(*page.dependencies)
    today = timezone.localdate()
    cited = dict.fromkeys(each.document_id for each in page.citations if each.document_id)
    documents = documents_of(list(cited), day=today)
    return Leaflet(
        title=page.title,
        who=agency.name,
        lead=page.paper_lead(),
        documents=documents[:MOST_DOCUMENTS],
        contact=agency,
        url=page.url or "",
        day=today,
        language=page.text_language,
        page=page,
        blocks=tuple(each for each in page.body if each.block_type in PRINTED_BLOCKS),
        more_documents=max(0, len(documents) - MOST_DOCUMENTS),
        checked_on=page.last_checked_on,
    )


def _of_document(document: LegalDocument) -> Leaflet:
    hub = HubSettings.load()
    depends_on(*document.dependencies)
    return Leaflet(
        title=str(document),
        who=hub.contact_name,
        lead=[("", document.title), *_facts(document)],
        documents=[document],
        contact=hub,
        url=document.get_absolute_url(),
        day=timezone.localdate(),
        points=(*_tied(document), *_said(document)),
    )


def _facts(document: LegalDocument) -> Iterator[tuple[str, str]]:
    if document.issuer:
        yield _("Issued by"), document.issuer.name
    days = ((_("Issued"), document.issued_on), (_("In force from"), document.effective_on))
    for label, known in (*days, (_("No longer in force from"), document.expires_on)):
        if known:
            yield label, f"{known:%d/%m/%Y}"


def _tied(document: LegalDocument) -> Iterable[LeafletPoint]:
    relations = register.relations_of(document, day=timezone.localdate())
    for group in grouped(document, relations):
        names = [f"{each.name} ({each.parts})".removesuffix(" ()") for each in group.related]
        if len(names) > MOST_RELATED:
            left = len(names) - MOST_RELATED
            names = [*names[:MOST_RELATED], _("and %(number)s more") % {"number": left}]
        yield LeafletPoint(capfirst(group.label), tuple(names))


def _said(document: LegalDocument) -> Iterable[LeafletPoint]:
    for panel in document_panels(document):
        entries = (f"{each.title} ({each.who})" for each in panel.entries[:MOST_ENTRIES])
        yield LeafletPoint(panel.heading, tuple(entries))
