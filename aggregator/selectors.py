"""Read-only queries of the library and of due sources, for the apps above and the jobs."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, Q

from network.core import leases

from .models import Health, LibraryItem, LibraryItemTopic, Source
from .querysets import LibraryItemQuerySet


def newest_items() -> LibraryItemQuerySet:
    """Return all published cards, newest first, with the sources of each prefetched."""
    return LibraryItem.objects.published().newest_first().with_sources(public=True)


def published_items(
    *, source_ids: Collection[int], levels: Collection[str], topic_ids: Collection[int]
) -> LibraryItemQuerySet:
    """Return the published cards that match any of the given criteria; none if all are empty.

    A card of several sources matches by each of them.
    """
    wanted = brought_by(Q(source_id__in=source_ids) | Q(source__level__in=levels))
    if topic_ids:
        topics = LibraryItemTopic.objects.filter(content_object=OuterRef("pk"))
        wanted |= Q(Exists(topics.filter(tag_id__in=topic_ids)))
    return newest_items().filter(wanted)


def brought_by(wanted: Q) -> Q:
    """Return the condition that a card, or an item that repeats it, matches `wanted`. Skipped items
    do not count.

    `wanted` is a condition on items, such as Q(source__level="central").
    """
    repeats = LibraryItem.objects.filter(wanted, duplicate_of=OuterRef("pk"))
    return wanted | Q(Exists(repeats.exclude(status="skipped")))


def sources_to_fetch(now: dt.datetime, *, size: int) -> list[int]:
    """Return the ids of up to `size` sources to fetch now, fairly between hosts.

    The longest waiting source of each host comes first, then the second one of each host. At most
    one slow source is fetched at a time, and last: its fetch may take the whole time limit.
    """
    slow = Q(health=Health.SLOW)
    due = Source.objects.due(now)
    ids = list(due.exclude(slow).fair_between_hosts().values_list("pk", flat=True)[:size])
    if len(ids) < size and not Source.objects.filter(slow, leased_until__gt=now).exists():
        ids += due.filter(slow).values_list("pk", flat=True)[:1]
    return ids


def due_times(now: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    """Return when the sources that are due at `until` become or became due, earliest first. Sources
    that a worker has claimed at `now` are left out."""
    due = Source.objects.due(until).filter(leases.free(now))
    return list(due.values_list("next_fetch_at", flat=True))


def sources_by_health() -> dict[str, int]:
    """Return {state: number of sources}, without states that have none. One query."""
    counted = Source.objects.order_by().values_list("health").annotate(Count("pk"))
    return dict(counted)
