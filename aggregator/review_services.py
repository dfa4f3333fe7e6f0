"""Reviewers' choices about library items."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from wagtail.log_actions import log

from legal_updates.models import Topic
from legal_updates.services import RecordOutcome
from network.accounts.models import User

from .document_services import record_item_documents
from .feeds.links import canonical_link, is_front_page, link_key
from .models import ItemStatus, LibraryItem, LibraryItemTopic
from .topics import set_topics, suggested_topics


class ReviewChoice(StrEnum):
    """A reviewer's choice on an item."""

    APPROVE = "approve"
    SKIP = "skip"


_STATUS = {ReviewChoice.APPROVE: ItemStatus.PUBLISHED, ReviewChoice.SKIP: ItemStatus.SKIPPED}
APPROVED, SKIPPED = "aggregator.approve", "aggregator.skip"
TOPIC_ADDED = "aggregator.add_topic"
_ACTION = {ReviewChoice.APPROVE: APPROVED, ReviewChoice.SKIP: SKIPPED}
REASON_LENGTH = 300


class NoReason(ValueError):
    """Raised if an item is skipped without a reason."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Result of a review: number of decided cards, cards that somebody else had decided meanwhile,
    and number of new documents in the register."""

    count: int
    taken: tuple[LibraryItem, ...] = ()
    new_documents: int = 0


@transaction.atomic
def review_items(
    *,
    item_ids: Collection[int],
    choice: ReviewChoice,
    reviewer: User,
    now: dt.datetime,
    reason: str = "",
    seen: Mapping[int, dt.datetime | None] | None = None,
    topics: Mapping[int, Collection[int]] | None = None,
) -> Reviewed:
    """Approve items for the library, or skip them with a reason. Logs each card.

    The documents of approved cards are recorded in the register, for a person to confirm.
    Duplicates follow the choice about their card. Items without link cannot be approved and are
    left unchanged; unknown ids are ignored. `seen` holds when each item had last been decided when
    the reviewer's page was made: cards decided since are left unchanged and returned in `taken`.
    `topics` are those that the reviewer left checked; approved cards missing there get the
    suggested ones. Raises NoReason for a skip without reason. Locks the cards.
    """
    reason = reason.strip()[:REASON_LENGTH] if choice is ReviewChoice.SKIP else ""
    if choice is ReviewChoice.SKIP and not reason:
        raise NoReason
    cards = _cards_to_decide(item_ids, choice)
    taken = [card for card in cards if _decided_since(card, seen or {})]
    decided = [card for card in cards if card not in taken]
    ids = [card.pk for card in decided]
    if choice is ReviewChoice.APPROVE:
        set_topics(_topics_of(decided, topics or {}))
    together = LibraryItem.objects.filter(Q(pk__in=ids) | Q(duplicate_of__in=ids))
    if choice is ReviewChoice.APPROVE:
        together = together.exclude(link="")
    together.update(status=_STATUS[choice], reviewed_by=reviewer, reviewed_at=now, reason=reason)
    if choice is ReviewChoice.APPROVE and any(card.same_as_id for card in decided):
        # Approved as an article of its own, so it no longer follows the article with its title.
        LibraryItem.objects.filter(pk__in=ids).update(same_as=None)
    for card in decided:
        log(card, _ACTION[choice], user=reviewer, timestamp=now, data={"reason": reason})
    if choice is not ReviewChoice.APPROVE:
        return Reviewed(len(decided), tuple(taken))
    documents = record_item_documents(cards=decided, reviewer=reviewer, now=now)
    new = sum(each.verdict is RecordOutcome.CREATED for each in documents)
    return Reviewed(len(decided), tuple(taken), new)


def _cards_to_decide(item_ids: Collection[int], choice: ReviewChoice) -> list[LibraryItem]:
    """Return the cards of the items, locked in primary key order. For an approval, cards without
    link are left out."""
    named = LibraryItem.objects.filter(pk__in=item_ids)
    heads = set(named.values_list(Coalesce("duplicate_of", "pk"), flat=True))
    cards = LibraryItem.objects.filter(pk__in=heads)
    if choice is ReviewChoice.APPROVE:
        cards = cards.exclude(link="")
    locked = cards.order_by("pk").select_for_update(of=("self",))
    return list(locked.select_related("reviewed_by"))


def _topics_of(
    cards: Collection[LibraryItem], chosen: Mapping[int, Collection[int]]
) -> dict[int, Collection[int]]:
    """Return {card id: topic ids}: the reviewer's choice, else the suggested topics."""
    ids = {card.pk for card in cards}
    told = {pk: topics for pk, topics in chosen.items() if pk in ids}
    suggested = suggested_topics(card for card in cards if card.pk not in told)
    return told | {pk: [each.pk for each in topics] for pk, topics in suggested.items()}


def _decided_since(card: LibraryItem, seen: Mapping[int, dt.datetime | None]) -> bool:
    """Return whether the card was decided after the reviewer's page was made."""
    return card.pk in seen and card.reviewed_at != seen[card.pk]


@transaction.atomic
def correct_topics(
    *, topics: Mapping[int, Collection[int]], reviewer: User, now: dt.datetime
) -> int:
    """Replace the topics of items with a reviewer's choice. Returns the number of existing items.
    Locks them."""
    items = LibraryItem.objects.filter(pk__in=topics)
    known = set(items.order_by("pk").select_for_update().values_list("pk", flat=True))
    set_topics({pk: chosen for pk, chosen in topics.items() if pk in known})
    return items.update(reviewed_by=reviewer, reviewed_at=now)


@transaction.atomic
def add_topic(
    *, item_id: int, topic: Topic, reviewer: User, now: dt.datetime
) -> LibraryItem | None:
    """Give an item one more topic and log it. Returns the item, None for an unknown id.

    The item stays as it is otherwise: a waiting one waits for its review.
    """
    item = LibraryItem.objects.filter(pk=item_id).first()
    if item is None:
        return None
    _row, is_added = LibraryItemTopic.objects.get_or_create(content_object=item, tag=topic)
    if is_added:
        log(item, TOPIC_ADDED, user=reviewer, timestamp=now, data={"topic": topic.name})
    return item


@transaction.atomic
def correct_item(
    *, item: LibraryItem, changed: Collection[str], reviewer: User, now: dt.datetime
) -> None:
    """Save the fields of `item` that a reviewer has changed: title, excerpt or a missing link.

    Corrected words are kept when the source changes its own.
    """
    fields = {"reviewed_by", "reviewed_at", *changed}
    item.reviewed_by, item.reviewed_at = reviewer, now
    if {"title", "excerpt"} & fields:
        item.corrected, item.showed_title = True, False
        fields |= {"corrected", "showed_title"}
    if "link" in fields:
        item.link = canonical_link(item.link) or item.link
        item.link_key = "" if is_front_page(item.link) else link_key(item.link)
        fields.add("link_key")
    item.save(update_fields=fields)
