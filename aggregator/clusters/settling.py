"""Publish items whose pages have been read, or take them out of their clusters for a reviewer."""

from collections.abc import Sequence

from django.db import transaction

from ..choices import HeldBy
from ..models import ItemStatus, JoinedBy, LibraryItem
from .joining import copy_topics
from .ranks import rank_of
from .services import best_of, cards_of, members_of

_PLACED = ["duplicate_of", "joined_by", "status", "showed_title"]


@transaction.atomic
def publish_items(items: Sequence[LibraryItem]) -> None:
    """Publish the items that still wait for their page to be read, at the address that was read.

    In its cluster, such an item becomes the card if the card is not public, or its source ranks
    below that of the item and no person placed the item. What only repeats a card waits until that
    is public. Locks all items of the clusters.
    """
    members = {member.pk: member for member in members_of(cards_of([item.pk for item in items]))}
    replaced: dict[int, int] = {}
    for read in items:
        item = members.get(read.pk)
        if item is None or item.status != ItemStatus.CHECKING or item.href != read.href:
            continue
        card = members[item.duplicate_of_id or item.pk]
        if not _is_free(item) and card.status != ItemStatus.PUBLISHED:
            is_open = card.status == ItemStatus.CHECKING
            item.status = ItemStatus.CHECKING if is_open else ItemStatus.NEW
            continue
        item.status, item.showed_title = ItemStatus.PUBLISHED, read.showed_title
        if card is not item and _leads(item, card):
            _put_first(item, list(members.values()), card)
            _have_read(item, list(members.values()))
            replaced[card.pk] = item.pk
    LibraryItem.objects.bulk_update(members.values(), _PLACED)
    copy_topics(replaced)


@transaction.atomic
def hold_item(read: LibraryItem, *, reason: HeldBy, word: str = "") -> None:
    """Make an item that nobody has reviewed since its page was read wait for a reviewer, as a card
    of its own; the best of the others becomes the card in its place.

    Locks all items of the cluster.
    """
    members = members_of(cards_of([read.pk]))
    item = next((each for each in members if each.pk == read.pk), None)
    if item is None or _as_judged(item) != _as_judged(read):
        return
    others = [each for each in members if each is not item]
    if others and item.duplicate_of is None:
        best = best_of([each for each in others if _is_free(each)] or others)
        if not _is_free(best):
            best.status = ItemStatus.NEW
        _put_first(best, others, item)
        copy_topics({item.pk: best.pk})
    item.duplicate_of, item.joined_by, item.status = None, "", ItemStatus.NEW
    item.reason, item.blocked_word, item.showed_title = reason, word, False
    LibraryItem.objects.bulk_update(members, [*_PLACED, "reason", "blocked_word"])


def _as_judged(item: LibraryItem) -> tuple[object, ...]:
    """Return the values of an item that make a judgement of its page out of date."""
    return item.status, item.reviewed_at, item.href


def _is_free(item: LibraryItem) -> bool:
    """Return whether an item may be public without a public card that it repeats."""
    return item.source.trusted or item.reviewed_at is not None


def _leads(item: LibraryItem, card: LibraryItem) -> bool:
    """Return whether a public item should take the place of the card of its cluster."""
    if card.status in (ItemStatus.CHECKING, ItemStatus.NEW):
        return True
    placed = card.corrected or not _is_free(item) or item.joined_by == JoinedBy.PERSON
    return not placed and rank_of(item.source) < rank_of(card.source)


def _have_read(lead: LibraryItem, members: Sequence[LibraryItem]) -> None:
    """Let the pages be read of what repeats `lead` and waits for a reviewer for no fault of its
    own: because its source is not trusted, or a person made it a card of its own."""
    for member in members:
        faulty = not member.link or member.blocked_word or member.reason
        own = not member.source.trusted or member.joined_by == JoinedBy.PERSON
        if member.duplicate_of_id == lead.pk and member.status == ItemStatus.NEW:
            member.status = ItemStatus.CHECKING if own and not faulty else ItemStatus.NEW


def _put_first(lead: LibraryItem, members: Sequence[LibraryItem], card: LibraryItem) -> None:
    """Make `lead` the card, and all that repeat `card` or are it repeat `lead`, in memory. A card
    that was held because of its page stays in the reviewers' list."""
    for member in members:
        is_held = member.status == ItemStatus.NEW and member.reason in HeldBy
        if member is not lead and not is_held and card.pk in (member.pk, member.duplicate_of_id):
            member.duplicate_of, member.joined_by = lead, member.joined_by or lead.joined_by
    lead.duplicate_of, lead.joined_by = None, ""
