"""Record which agencies have started a text from a library item."""

import datetime as dt

from wagtail.models import Page

from network.agencies.models import Agency

from .models import LibraryItem, LibraryItemUse


def record_use(
    *, item: LibraryItem, agency: Agency, page: Page, now: dt.datetime
) -> LibraryItemUse:
    """Record that `agency` has started `page` from `item`. The use is stored on the card of its
    cluster."""
    return LibraryItemUse.objects.create(
        item_id=item.duplicate_of_id or item.pk, agency=agency, page=page, used_at=now
    )
