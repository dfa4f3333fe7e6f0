"""What the floors above may show of the library."""

from collections.abc import Collection

from django.db.models import Q

from .models import LibraryItem
from .querysets import LibraryItemQuerySet


def newest_items() -> LibraryItemQuerySet:
    """Return every published library item, newest first, its source with it."""
    return LibraryItem.objects.published().newest_first().select_related("source")


def published_items(
    *, source_ids: Collection[int], levels: Collection[str], topic_ids: Collection[int]
) -> LibraryItemQuerySet:
    """Return the published items that match any of the given reasons; none without a reason."""
    wanted = Q(source_id__in=source_ids) | Q(source__level__in=levels)
    if topic_ids:
        wanted |= Q(item_topics__tag_id__in=topic_ids)
        return newest_items().filter(wanted).distinct()
    return newest_items().filter(wanted)
