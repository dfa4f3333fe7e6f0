"""News panel on the page of a legal document."""

from django.utils import timezone
from django.utils.translation import gettext as _

from legal_updates.models import LegalDocument
from legal_updates.public.panels import Panel, PanelEntry

from .models import LibraryItem

MOST_ITEMS = 10


def news_about(document: LegalDocument) -> Panel:
    """Return a panel with the newest published items that name the document's number. One query."""
    named = LibraryItem.objects.published().filter(document_numbers__contains=[document.number])
    items = named.select_related("source").newest_first()[:MOST_ITEMS]
    entries = [_entry(item) for item in items]
    return Panel(_("News about this document"), entries, order=20)


def _entry(item: LibraryItem) -> PanelEntry:
    """Return an item as a row of the panel."""
    moment = item.published_at
    return PanelEntry(
        title=item.title,
        url=item.href,
        who=item.source.name,
        date=timezone.localdate(moment) if moment else None,
        outside=True,
    )
