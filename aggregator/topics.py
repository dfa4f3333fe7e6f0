"""Topics of library items: suggestions by their words, and reviewers' choices."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import prefetch_related_objects

from legal_updates.models import Topic
from legal_updates.topics import suggest_topics

from .models import ItemStatus, LibraryItem, LibraryItemTopic


@dataclass(frozen=True, slots=True)
class TopicProposals:
    """Topics that the words of items suggest, as {item id: topics, the likeliest first}.

    `ticked` are those of waiting items without topics: approving the item gives them. `missing` are
    those that items with topics, and items that nobody has reviewed, lack: a reviewer adds them.
    """

    ticked: Mapping[int, list[Topic]]
    missing: Mapping[int, list[Topic]]


def propose_topics(items: Iterable[LibraryItem]) -> TopicProposals:
    """Return the topics to propose for cards that no person has reviewed. Two queries."""
    unseen = [each for each in items if _is_unseen(each)]
    prefetch_related_objects(unseen, "item_topics")
    keys = {item.pk: suggest_topics(item.title, item.excerpt) for item in unseen}
    wanted = {key for each in keys.values() for key in each}
    by_key = {topic.slug: topic for topic in Topic.objects.filter(slug__in=wanted)}
    ticked, missing = {}, {}
    for item in unseen:
        given = {each.tag_id for each in item.item_topics.all()}
        topics = [by_key[key] for key in keys[item.pk] if key in by_key]
        if given or item.status != ItemStatus.NEW:
            missing[item.pk] = [topic for topic in topics if topic.pk not in given]
        else:
            ticked[item.pk] = topics
    return TopicProposals(ticked, missing)


def _is_unseen(item: LibraryItem) -> bool:
    """Return whether an item is a card, waiting or public, whose topics no person has chosen."""
    shown = item.status in (ItemStatus.NEW, ItemStatus.PUBLISHED)
    return shown and item.duplicate_of_id is None and not item.reviewed_at


def suggested_topics(items: Iterable[LibraryItem]) -> Mapping[int, list[Topic]]:
    """Return {item id: suggested topics} of the waiting items without topics. Two queries."""
    return propose_topics(items).ticked


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
