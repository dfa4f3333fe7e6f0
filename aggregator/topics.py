"""Topics of library items: suggestions by their words, and reviewers' choices."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import prefetch_related_objects

from legal_updates.models import Topic
from legal_updates.topics import suggest_topics

from .models import ItemStatus, LibraryItem, LibraryItemTopic


def suggested_topics(items: Iterable[LibraryItem]) -> dict[int, list[Topic]]:
    """Return {item id: suggested topics, the likeliest first}. Two queries.

    Items with topics and reviewed items get no suggestions, because a person or the source has
    chosen already.
    """
    open_items = [each for each in items if each.status == ItemStatus.NEW and not each.reviewed_at]
    prefetch_related_objects(open_items, "item_topics")
    keys = {
        item.pk: suggest_topics(item.title, item.excerpt)
        for item in open_items
        if not item.item_topics.all()
    }
    wanted = {key for each in keys.values() for key in each}
    by_key = {topic.slug: topic for topic in Topic.objects.filter(slug__in=wanted)}
    return {pk: [by_key[key] for key in each if key in by_key] for pk, each in keys.items()}


@transaction.atomic
def set_topics(chosen: Mapping[int, Collection[int]]) -> None:
    """Replace the topics of each item. `chosen` is {item id: topic ids}."""
    rows = LibraryItemTopic.objects.filter(content_object__in=chosen)
    wanted = {(item, topic) for item, topics in chosen.items() for topic in topics}
    stored = {(row.content_object_id, row.tag_id): row.pk for row in rows}
    gone = [pk for pair, pk in stored.items() if pair not in wanted]
    LibraryItemTopic.objects.filter(pk__in=gone).delete()
    LibraryItemTopic.objects.bulk_create(
        LibraryItemTopic(content_object_id=item, tag_id=topic)
        for item, topic in sorted(wanted - stored.keys())
    )
