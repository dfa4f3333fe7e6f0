"""Feeds of new documents: all of them, or those on a topic."""

from html import escape

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.core.feeds import EMPTY_FEED_DATE, FeedChannel, FeedEntry, entry_id
from network.core.xml_text import xml_text

from ..models import LegalDocument, Topic
from ..models.querysets import LegalDocumentQuerySet
from ..standing import status_in_words
from . import selectors

DOCUMENTS_PER_FEED = 50


def documents() -> FeedChannel:
    """Return the channel with the newest documents. Two queries."""
    title = _("New legal documents")
    return _channel(title, reverse("legal_updates:index"), selectors.newest_documents())


def documents_of_topic(slug: str) -> FeedChannel:
    """Return the channel with the newest documents on a topic. Three queries. Raises Http404 for an
    unknown topic."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        raise Http404
    path = f"{reverse('legal_updates:index')}?linh_vuc={slug}"
    title = _("New legal documents: %s") % topic.name
    return _channel(title, path, selectors.newest_documents([topic]))


def entries_of(documents: LegalDocumentQuerySet) -> list[FeedEntry]:
    """Return feed entries for documents of `selectors.newest_documents`. Two queries."""
    return [_entry(document) for document in documents.prefetch_related("document_topics__tag")]


def _channel(title: str, path: str, documents: LegalDocumentQuerySet) -> FeedChannel:
    entries = entries_of(documents[:DOCUMENTS_PER_FEED])
    return FeedChannel(
        title=xml_text(title),
        description=_("Documents as they come into the register, each with its validity."),
        path=path,
        entries=entries,
        updated=max((entry.updated for entry in entries), default=EMPTY_FEED_DATE),
    )


def _entry(document: LegalDocument) -> FeedEntry:
    body = document.issuer.name if document.issuer else ""
    return FeedEntry(
        id=entry_id("van-ban", document.pk),
        title=xml_text(f"{document}: {document.title}"),
        link=document.get_absolute_url(),
        summary=xml_text(_summary(document)),
        html=f"<p>{escape(xml_text(_summary(document)))}</p>",
        sources=[(xml_text(body), "")] if body else [],
        topics=[xml_text(each.tag.name) for each in document.document_topics.all()],
        published=document.created_at,
        updated=max(document.created_at, document.updated_at),
    )


def _summary(document: LegalDocument) -> str:
    parts = [status_in_words(document, day=timezone.localdate())]
    if document.issued_on:
        parts.append(_("issued %s") % date_format(document.issued_on, "d/m/Y"))
    if document.effective_on:
        parts.append(_("in force from %s") % date_format(document.effective_on, "d/m/Y"))
    return "; ".join(parts)
