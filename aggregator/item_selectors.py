"""Queries for stored items that fetched entries may match, for many sources at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Left, Right

from .bulk import any_of
from .drafts import FetchedEntries, remembered
from .feeds.dedupe import Known, KnownIndex, index_known, lookup_keys
from .feeds.republished import EDGE, LINK_END, LOOKED_BACK, Earlier, Wanted
from .models import LibraryItem

_KNOWN_FIELDS = (
    *("pk", "link_key", "guid", "digest", "content_hash", "title", "published_at"),
    *("original_link", "link"),
)
_PAGE_OF_LINK = Func(
    F("link"), Value("?"), Value(1), function="split_part", output_field=CharField()
)


def known_items(arrivals: Sequence[FetchedEntries]) -> Mapping[int, KnownIndex]:
    """Return {source id: index of its stored items that the entries may match}. One query."""
    keys = lookup_keys(entry for arrival in arrivals for entry in arrival.entries)
    rows = (
        LibraryItem.objects.filter(source__in=[arrival.source.pk for arrival in arrivals])
        .filter(
            Q(any_of("link_key", keys.link_keys))
            | Q(any_of("guid", keys.guids))
            | Q(any_of("digest", keys.digests))
            | Q(any_of("published_at", keys.moments, "timestamptz"))
        )
        .order_by("pk")
        .values_list("source", *_KNOWN_FIELDS)
    )
    found: dict[int, list[Known]] = defaultdict(list)
    for source, *row in rows:
        found[source].append(_known(*row))
    return {source: index_known(known) for source, known in found.items()}


@dataclass(frozen=True, slots=True)
class NearItems:
    """Stored items that entries to be written may collide with or repeat.

    `taken` is {(source id, identity): primary key}, `earlier` {source id: articles with similar
    titles or links}.
    """

    taken: Mapping[tuple[int, str], int]
    earlier: Mapping[int, Sequence[Earlier]]


def near_items(
    sources: Collection[int], identities: Collection[str], wanted: Wanted, now: dt.datetime
) -> NearItems:
    """Return the stored items of the sources with one of the identities, and those that the wanted
    values match. At most one query."""
    taken: dict[tuple[int, str], int] = {}
    earlier: dict[int, list[Earlier]] = defaultdict(list)
    if not identities:
        return NearItems(taken, earlier)
    near = Q(any_of("identity", identities))
    if wanted.titles:
        near |= Q(any_of("title", wanted.titles)) | _like(wanted, now)
    rows = LibraryItem.objects.filter(near, source__in=sources).order_by("pk")
    known = set(identities)
    fields = ("source", "identity", "same_as", "fetched_at", *_KNOWN_FIELDS)
    for source, identity, same_as, fetched, *row in rows.values_list(*fields):
        if identity in known:
            taken[source, identity] = row[0]
        if wanted.titles:
            earlier[source].append(Earlier(_known(*row), same_as is not None, fetched))
    return NearItems(taken, earlier)


def _like(wanted: Wanted, now: dt.datetime) -> Q:
    """Return the condition for items fetched lately whose title begins or ends, or whose link ends,
    like that of a wanted one."""
    return Q(fetched_at__gte=now - LOOKED_BACK) & (
        Q(any_of(Left("title", EDGE), wanted.edges))
        | Q(any_of(Right("title", EDGE), wanted.edges))
        | Q(any_of(_PAGE_OF_LINK, wanted.pages))
        | Q(any_of(Right(_PAGE_OF_LINK, LINK_END), wanted.link_ends))
    )


class LinkedItems:
    """Items with the same links as some new items: stored rows, and items added since."""

    def __init__(self, items: Iterable[LibraryItem]) -> None:
        """Query the stored items with these links, cards before the items that repeat them. At most
        one query."""
        keys = {item.link_key for item in items if item.link_key}
        rows = (
            LibraryItem.objects.filter(any_of("link_key", keys))
            .order_by(F("duplicate_of").asc(nulls_first=True), "pk")
            .values_list("source", "duplicate_of", *_KNOWN_FIELDS)
        )
        self._by_link: dict[str, list[tuple[int, Known]]] = defaultdict(list)
        self.card_of: dict[int, int] = {}
        for source, card, *row in rows if keys else ():
            self._add(source, _known(*row), card)

    def add(self, item: LibraryItem) -> None:
        """Add an item that is about to be stored; it is its own card."""
        if item.link_key:
            self._add(item.source_id, remembered(item), None)

    def elsewhere(self, item: LibraryItem) -> list[Known]:
        """Return the items of other sources with the link of `item`."""
        linked = self._by_link.get(item.link_key, ())
        return [known for source, known in linked if source != item.source_id]

    def _add(self, source: int, known: Known, card: int | None) -> None:
        self._by_link[known.link_key or ""].append((source, known))
        self.card_of[known.row] = card or known.row


def _known(
    pk: int,
    link_key: str,
    guid: str,
    digest: str,
    content_hash: str,
    title: str,
    published: dt.datetime | None,
    original_link: str,
    link: str,
) -> Known:
    """Return a row of the library as deduplication compares it."""
    return Known(
        pk,
        link_key or None,
        guid or None,
        digest,
        content_hash,
        title,
        published,
        original_link or link,
    )
