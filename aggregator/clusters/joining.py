"""Assign the new items of a feed to cards, and decide which of them become cards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Q

from ..bulk import insert_rows
from ..feeds.cluster import Clue, MatchReason, same_policy
from ..models import ItemStatus, LibraryItem, LibraryItemTopic
from .candidates import Stored, StoredCard, stored_candidates, stored_cards
from .ranks import rank_of


@dataclass(slots=True)
class _Card:
    """One policy while items are stored. Its card is the new `item`, or the stored row `pk`."""

    status: str
    rank: int
    pk: int | None = None
    item: LibraryItem | None = None
    # Why the stored card and the first item that replaced it are about the same policy.
    reason: MatchReason | None = None
    repeats: list[LibraryItem] = field(default_factory=list)
    # New items that were the card until a better item of another source replaced them.
    outdone: list[LibraryItem] = field(default_factory=list)

    def take(self, item: LibraryItem, reason: MatchReason, rank: int) -> None:
        """Add one more item about the policy. It becomes the card if it is better than the present
        one."""
        if self._led_by(item, reason, rank):
            if self.item is not None:
                self._repeat(self.item, reason)
                self.outdone += [self.item] * (self.item.source_id != item.source_id)
            self.reason = self.reason or reason
            self.item, self.status, self.rank = item, item.status, rank
        else:
            self._repeat(item, reason)

    def _repeat(self, item: LibraryItem, reason: MatchReason) -> None:
        """Add an item that repeats the card."""
        item.joined_by = reason
        self.repeats.append(item)

    def _led_by(self, item: LibraryItem, reason: MatchReason, rank: int) -> bool:
        """Return whether `item`, with its own status, should become the card.

        An item of a trusted source leads over an unreviewed one. An unreviewed item never replaces
        a published card. A reviewer who skipped an article has not skipped the official text that
        the article is about, so a better-ranked item may replace a skipped card.
        """
        if not item.link:
            return False
        if self.status == ItemStatus.SKIPPED:
            return reason is not MatchReason.LINK and rank < self.rank
        if item.status != self.status:
            return item.status == ItemStatus.PUBLISHED
        return rank < self.rank


def join_new_items(
    items: Sequence[LibraryItem],
    clues: Sequence[Clue],
    by_link: Sequence[int | None],
    unfit: Collection[int] = (),
) -> dict[int, int]:
    """Insert the unsaved `items`, whose primary keys are already set, into the clusters of their
    policies.

    `by_link` holds for each item the primary key of a stored card, or of an item before it, with
    the same link, or None. Items carry the status that they would have on their own; those that
    join a card get one from `_status_beside`, except the `unfit`, given by their primary keys. The
    number of queries does not grow with the number of items.
    Returns {replaced card: item that replaced it}; see `copy_topics`.
    """
    stored = stored_candidates(clues)
    linked = {pk for pk in by_link if pk}
    cards = stored_cards({each.card for each in stored} | linked)
    made = _Clusters(stored, cards).sort_in(items, clues, by_link)
    _insert(made, unfit)
    _hand_over(made)
    return _replaced(made)


def copy_topics(replaced: Mapping[int, int]) -> None:
    """Copy the topics of each replaced card to the item that replaced it. Keys and values are
    primary keys.

    If a replacement was replaced itself, its entry must come after the entry that made it the card.
    """
    if not replaced:
        return
    rows = LibraryItemTopic.objects.filter(content_object__in={*replaced, *replaced.values()})
    given = set(rows.values_list("content_object_id", "tag_id"))
    wanted = set(given)
    for old, new in replaced.items():
        wanted |= {(new, topic) for item, topic in wanted if item == old}
    LibraryItemTopic.objects.bulk_create(
        LibraryItemTopic(content_object_id=item, tag_id=topic)
        for item, topic in sorted(wanted - given)
    )


class _Clusters:
    """All cards that new items may join: stored ones and those of earlier new items."""

    def __init__(self, stored: Sequence[Stored], cards: Mapping[int, StoredCard]) -> None:
        self.cards = {pk: _Card(card.status, card.rank, pk) for pk, card in cards.items()}
        self.known: dict[str, list[tuple[Clue, _Card]]] = {}
        for each in stored:
            if each.card in self.cards:
                self._remember(each.clue, self.cards[each.card])

    def sort_in(
        self, items: Sequence[LibraryItem], clues: Sequence[Clue], by_link: Sequence[int | None]
    ) -> list[_Card]:
        """Assign all items to cards. Returns one card per item, so a card can occur several
        times."""
        touched: list[_Card] = []
        ranks = {source.pk: rank_of(source) for source in {item.source for item in items}}
        for item, clue, linked in zip(items, clues, by_link, strict=True):
            card, reason = self._card_of(clue, linked)
            rank = ranks[item.source_id]
            if card is None:
                card = _Card(item.status, rank, item=item)
            else:
                card.take(item, reason, rank)
            self._remember(clue, card)
            self.cards[item.pk] = card
            touched.append(card)
        return list({id(card): card for card in touched}.values())

    def _card_of(self, clue: Clue, linked: int | None) -> tuple[_Card | None, MatchReason]:
        """Return the card that an item joins, and why; None if it becomes a card of its own."""
        if linked in self.cards:
            return self.cards[linked], MatchReason.LINK
        found = [
            (known.words != clue.words, place, card, reason)
            for place, (known, card) in enumerate(self._near(clue))
            if (reason := same_policy(known, clue))
        ]
        if not found:
            return None, MatchReason.TITLE
        # Where a reviewer split a document's items, an item goes with its own words.
        _, _, card, reason = min(found, key=lambda each: each[:2])
        return card, reason

    def _near(self, clue: Clue) -> list[tuple[Clue, _Card]]:
        """Return the (clue, card) pairs that share a key with the clue."""
        return [each for key in _keys(clue) for each in self.known.get(key, ())]

    def _remember(self, clue: Clue, card: _Card) -> None:
        """Store the clue of an item, so that later items can match it."""
        for key in _keys(clue):
            self.known.setdefault(key, []).append((clue, card))


def _keys(clue: Clue) -> list[str]:
    """Return the keys under which matching clues are found: policy and title."""
    keys = [clue.policy.key] if clue.policy else []
    return [*keys, clue.title_key] if clue.title_key else keys


def _insert(cards: Sequence[_Card], unfit: Collection[int]) -> None:
    """Set card and status of the repeating items, and insert all new items."""
    items = [card.item for card in cards if card.item is not None]
    items += [item for card in cards for item in card.repeats]
    for card in cards:
        head = card.item.pk if card.item is not None else card.pk
        for item in card.repeats:
            item.duplicate_of_id = head
            fit = item.link and item.pk not in unfit
            item.status = _status_beside(item, card.status) if fit else ItemStatus.NEW
    insert_rows(items)


def _status_beside(item: LibraryItem, status: str) -> str:
    """Return the status of a fit item that repeats a card with `status`: its page is read before
    its address is shown beside that of a public card."""
    if status in (ItemStatus.PUBLISHED, ItemStatus.CHECKING):
        by_hand = item.status == ItemStatus.PUBLISHED
        return ItemStatus.PUBLISHED if by_hand else ItemStatus.CHECKING
    return item.status if status == ItemStatus.NEW else status


def _replaced(cards: Sequence[_Card]) -> dict[int, int]:
    """Return {primary key of a replaced card: primary key of the item that replaced it}, for stored
    and new cards."""
    replaced: dict[int, int] = {}
    for card in cards:
        if card.item is not None:
            keys = [card.pk, *(item.pk for item in [*card.outdone, card.item])]
            replaced.update(pairwise(key for key in keys if key))
    return replaced


def _hand_over(cards: Sequence[_Card]) -> None:
    """Make replaced stored cards, and the items that repeat them, repeat the new card instead.
    Locks these rows."""
    taken = {card.pk: card for card in cards if card.pk and card.item is not None}
    if not taken:
        return
    members = list(
        LibraryItem.objects.filter(Q(pk__in=taken) | Q(duplicate_of__in=taken))
        .order_by("pk")
        .select_for_update()
    )
    for member in members:
        card = taken[member.duplicate_of_id or member.pk]
        if member.pk in taken:
            member.joined_by = card.reason or ""
        member.duplicate_of = card.item
        if card.status == ItemStatus.PUBLISHED and member.status == ItemStatus.NEW and member.link:
            member.status = card.status
    LibraryItem.objects.bulk_update(members, ["duplicate_of", "joined_by", "status"])
