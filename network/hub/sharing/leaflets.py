"""A page or a legal document as a leaflet of one sheet."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from legal_updates.models import LegalDocument
from legal_updates.public import selectors as register
from legal_updates.public.panels import document_panels
from legal_updates.public.relations import grouped
from network.core.freshness.dependencies import depends_on
from network.core.short_codes import CodeKind
from sites.contents import read_block
from sites.models import ArticlePage

from ..models import HubSettings
from ..routing import page_at
from .codes import Code
from .fitting import FittedText, TextPart, available_lines, fit_parts
from .selectors import live_page

# What of a text is read, besides tables; pictures and sound are for the page.
READ_BLOCKS = frozenset({"paragraph", "callout", "quote"})
MOST_DOCUMENTS = 5
MOST_RELATED, MOST_ENTRIES = 4, 5


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What stands on the sheet. `lead` are (question, answer), the question "" for a summary."""

    title: str
    who: str
    language: str
    lead: list[tuple[str, str]]
    text: FittedText
    documents: list[LegalDocument]
    more_documents: int
    contact: Any
    url: str
    day: dt.date
    checked_on: dt.date | None = None
    is_law: bool = False


def leaflet_of(code: Code) -> Leaflet | None:
    """Return the leaflet of what a code names, None for what citizens may not read, or cannot."""
    if code.kind == CodeKind.DOCUMENT:
        document = LegalDocument.objects.with_register().filter(pk=code.key).first()
        return _of_document(document) if document else None
    row = live_page(code)
    page = page_at(row.url_path) if row else None
    return _of_article(page) if isinstance(page, ArticlePage) else None


def _of_article(page: ArticlePage) -> Leaflet:
    agency = page.agency_home.agency
    depends_on(*page.dependencies)
    lead = page.paper_lead()
    cited = (each.document for each in page.citations)
    documents = list({document.pk: document for document in cited if document}.values())
    room = available_lines(
        title=page.title,
        lead=[f"{asked} {told}" for asked, told in lead],
        documents=min(len(documents), MOST_DOCUMENTS + 1),
    )
    return Leaflet(
        title=page.title,
        who=agency.name,
        language=page.text_language,
        lead=lead,
        text=fit_parts(points_of(page), lines=room),
        documents=documents[:MOST_DOCUMENTS],
        more_documents=max(0, len(documents) - MOST_DOCUMENTS),
        contact=agency,
        url=page.url or "",
        day=timezone.localdate(),
        checked_on=page.last_checked_on,
    )


def points_of(page: ArticlePage) -> list[TextPart]:
    """Return the text of an article, a point for each of its headings."""
    read: list[tuple[str, list[str]]] = [("", [])]
    for block in page.body:
        if block.block_type == "heading":
            read.append((block.value["text"], []))
        else:
            read[-1][1].extend(_paragraphs(block.block_type, block.value))
    points = (TextPart(heading, tuple(paragraphs)) for heading, paragraphs in read)
    return [each for each in points if each.paragraphs]


def _paragraphs(kind: str, value: Any) -> Iterator[str]:
    if kind == "table":
        # A row is one line: "Trẻ em: Giấy khai sinh".
        rows = ([str(cell.value) for cell in row if cell.value] for row in value.rows)
        yield from (f"{row[0]}: {' · '.join(row[1:])}" for row in rows if len(row) > 1)
    elif kind in READ_BLOCKS:
        for text, _links in read_block(kind, value):
            yield from filter(None, text.split("\n"))


def _of_document(document: LegalDocument) -> Leaflet:
    hub = HubSettings.load()
    day = timezone.localdate()
    depends_on("hub", "register", "library", "agencies")
    lead = [("", document.title), *_facts(document)]
    room = available_lines(title=str(document), lead=[f"{asked} {told}" for asked, told in lead])
    points = [*_tied(document), *_said(document)]
    return Leaflet(
        title=str(document),
        who=hub.contact_name,
        language="",
        lead=lead,
        text=fit_parts(points, lines=room),
        documents=[document],
        more_documents=0,
        contact=hub,
        url=document.get_absolute_url(),
        day=day,
        is_law=True,
    )


def _facts(document: LegalDocument) -> Iterator[tuple[str, str]]:
    if document.issuer:
        yield _("Issued by"), document.issuer.name
    days = ((_("Issued"), document.issued_on), (_("In force from"), document.effective_on))
    for label, known in (*days, (_("No longer in force from"), document.expires_on)):
        if known:
            yield label, f"{known:%d/%m/%Y}"


def _tied(document: LegalDocument) -> Iterable[TextPart]:
    for group in grouped(document, register.relations_of(document)):
        names = [f"{each.name} ({each.parts})".removesuffix(" ()") for each in group.related]
        if len(names) > MOST_RELATED:
            left = len(names) - MOST_RELATED
            names = [*names[:MOST_RELATED], _("and %(number)s more") % {"number": left}]
        yield TextPart(capfirst(group.label), tuple(names))


def _said(document: LegalDocument) -> Iterable[TextPart]:
    for panel in document_panels(document):
        entries = (f"{each.title} ({each.who})" for each in panel.entries[:MOST_ENTRIES])
        yield TextPart(panel.heading, tuple(entries))
