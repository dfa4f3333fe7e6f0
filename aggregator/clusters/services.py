"""Reviewers' corrections of clusters: join items about one policy, or split an item off.

A reviewer's decision is final: stored items are never moved automatically (see `clusters`).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from wagtail.log_actions import log

from network.accounts.models import User

from ..models import ItemStatus, JoinedBy, LibraryItem
from .joining import copy_topics
from .ranks import rank_of

JOINED, SPLIT = "aggregator.join", "aggregator.split"
SAME_ARTICLE = "aggregator.same_article"
_SHOWN_FIRST = (
    ItemStatus.PUBLISHED,
    ItemStatus.CHECKING,
    ItemStatus.NEW,
    ItemStatus.BROKEN,
    ItemStatus.SKIPPED,
)
_WRITTEN = ["duplicate_of", "joined_by", "same_as", "status", "reviewed_by", "reviewed_at"]


@transaction.atomic
def join_items(*, item_ids: Collection[int], reviewer: User, now: dt.datetime) -> int:
    """Join the clusters of the given items into one. Returns the number of clusters that they
    belonged to.

    The best item becomes the card: published before waiting, then by rank of the source. The others
    take its status. Changes nothing if there are fewer than two clusters; unknown ids are ignored.
    Locks all items of the clusters and logs the change.
    """
    cards = cards_of(item_ids)
    if len(cards) < 2:
        return len(cards)
    members = members_of(cards)
    lead = best_of(members)
    for member in members:
        if member.pk in cards:
            member.joined_by = JoinedBy.PERSON
            member.reviewed_by, member.reviewed_at = reviewer, now
        _follow(member, lead)
    LibraryItem.objects.bulk_update(members, _WRITTEN)
    joined = [member for member in members if member.pk in cards]
    copy_topics({member.pk: lead.pk for member in joined if member is not lead})
    for member in joined:
        titles = [each.title for each in joined if each is not member]
        log(member, JOINED, user=reviewer, timestamp=now, data={"with": titles})
    return len(cards)


@transaction.atomic
def split_items(*, item_ids: Collection[int], reviewer: User, now: dt.datetime) -> int:
    """Make each of the items a card of its own. Returns the number of items that were split off.

    They get the status "new" and wait for a review. If a card itself is split off, the best of the
    remaining items becomes the card. Items that are alone in their cluster are not changed.
    """
    by_card: dict[int, list[LibraryItem]] = {}
    for member in members_of(cards_of(item_ids)):
        by_card.setdefault(member.duplicate_of_id or member.pk, []).append(member)
    split = [
        item
        for members in by_card.values()
        for item in _split(members, set(item_ids), reviewer, now)
    ]
    LibraryItem.objects.bulk_update([each for all_ in by_card.values() for each in all_], _WRITTEN)
    return len(split)


@transaction.atomic
def accept_same_articles(*, item_ids: Collection[int], reviewer: User, now: dt.datetime) -> int:
    """Merge waiting items into the cards of the articles that they repeat at another address.
    Returns the number of merged items.

    The known article keeps its place and its words, and opens at the new address from now on; its
    old address stays known. Items that repeat no article or do not wait are ignored. Locks all
    items of the clusters and logs the change.
    """
    waiting = LibraryItem.objects.waiting().filter(pk__in=item_ids, same_as__isnull=False)
    cards = dict(waiting.values_list("pk", Coalesce("same_as__duplicate_of", "same_as")))
    members = {member.pk: member for member in members_of({*cards, *cards.values()})}
    merged = [pk for pk, card in cards.items() if pk != card and members[pk].duplicate_of is None]
    for pk in merged:
        item, card, known = members[pk], members[cards[pk]], members[members[pk].same_as_id or 0]
        for member in members.values():
            if member is item or member.duplicate_of_id == pk:
                _follow(member, card)
        item.joined_by, item.reviewed_by, item.reviewed_at = JoinedBy.ADDRESS, reviewer, now
        known.original_link = item.href
        data = {"title": known.title, "address": item.href}
        log(item, SAME_ARTICLE, user=reviewer, timestamp=now, data=data)
        log(known, SAME_ARTICLE, user=reviewer, timestamp=now, data=data)
    LibraryItem.objects.bulk_update(members.values(), [*_WRITTEN, "original_link"])
    return len(merged)


def _split(
    members: Sequence[LibraryItem], wanted: set[int], reviewer: User, now: dt.datetime
) -> list[LibraryItem]:
    """Split the wanted items off one cluster and return them; empty if the cluster has one item."""
    if len(members) < 2:
        return []
    leaving = [member for member in members if member.pk in wanted]
    staying = [member for member in members if member.pk not in wanted]
    for item in leaving:
        others = [each.title for each in members if each is not item]
        item.duplicate_of, item.joined_by, item.status = None, JoinedBy.PERSON, ItemStatus.NEW
        item.same_as = None
        item.reviewed_by, item.reviewed_at = reviewer, now
        log(item, SPLIT, user=reviewer, timestamp=now, data={"from": others})
    if staying and all(each.duplicate_of_id for each in staying):
        lead = best_of(staying)
        for item in staying:
            _follow(item, lead)
    return leaving


def cards_of(item_ids: Collection[int]) -> set[int]:
    """Return the primary keys of the cards to which the items belong. One query."""
    named = LibraryItem.objects.filter(pk__in=item_ids)
    return set(named.values_list(Coalesce("duplicate_of", "pk"), flat=True))


def members_of(cards: Collection[int]) -> list[LibraryItem]:
    """Return all items of the clusters, locked in primary key order."""
    return list(
        LibraryItem.objects.filter(Q(pk__in=cards) | Q(duplicate_of__in=cards))
        .select_related("source")
        .order_by("pk")
        .select_for_update(of=("self",))
    )


def best_of(members: Iterable[LibraryItem]) -> LibraryItem:
    """Return the item that should lead: by status, with a link, by rank of its source, then the
    oldest."""
    return min(
        members,
        key=lambda each: (
            _SHOWN_FIRST.index(ItemStatus(each.status)),
            not each.link,
            rank_of(each.source),
            each.pk,
        ),
    )


def _follow(item: LibraryItem, lead: LibraryItem) -> None:
    """Make `item` repeat `lead` (in memory), with its status if it was new; `lead` itself becomes
    the card."""
    item.duplicate_of = None if item is lead else lead
    item.joined_by = "" if item is lead else item.joined_by or JoinedBy.PERSON
    if item is not lead and item.link and item.status == ItemStatus.NEW:
        item.status = lead.status
