"""Who has made a text of their own out of a library item."""

import datetime as dt

from wagtail.models import Page

from network.agencies.models import Agency

from .models import LibraryItem, LibraryItemUse


def record_use(
    *, item: LibraryItem, agency: Agency, page: Page, now: dt.datetime
) -> LibraryItemUse:
    """Note that `agency` has begun `page` with `item`; the card of its policy counts."""
    return LibraryItemUse.objects.create(
        item_id=item.duplicate_of_id or item.pk, agency=agency, page=page, used_at=now
    )
