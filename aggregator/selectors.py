"""What the floors above may show of the library."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from .models import LibraryItem, LibraryItemTopic, Source
from .querysets import LibraryItemQuerySet, SourceQuerySet


def newest_items() -> LibraryItemQuerySet:
    """Return every published library item, newest first, all its sources with it."""
    return LibraryItem.objects.published().newest_first().with_sources()


def published_items(
    *, source_ids: Collection[int], levels: Collection[str], topic_ids: Collection[int]
) -> LibraryItemQuerySet:
    """Return the published items that match any of the given reasons; none without a reason.

    An item that several sources brought matches by each of them.
    """
    by_source = Q(source_id__in=source_ids) | Q(source__level__in=levels)
    repeats = LibraryItem.objects.filter(by_source, duplicate_of=OuterRef("pk"))
    wanted = by_source | Q(Exists(repeats.exclude(status="skipped")))
    if topic_ids:
        topics = LibraryItemTopic.objects.filter(content_object=OuterRef("pk"))
        wanted |= Q(Exists(topics.filter(tag_id__in=topic_ids)))
    return newest_items().filter(wanted)


def due_sources(now: dt.datetime) -> SourceQuerySet:
    """Return the sources to fetch now, the longest waiting first."""
    return Source.objects.due(now)
