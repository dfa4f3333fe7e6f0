"""Store the fetched entries of sources. Only new and changed entries are written."""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from wagtail.search.backends import get_search_backend

from .bulk import give_keys, write_rows
from .clusters.candidates import decide_alone
from .clusters.joining import copy_topics, join_new_items
from .document_services import sight_documents
from .doubts import (
    doubt_about_entries,
    doubts_about,
    foreign_domains,
    is_republished,
    target_domain,
)
from .drafts import FROM_ENTRY, FetchedEntries, ItemDraft, draft_of, storable, stored_identity
from .feeds.dedupe import DedupeOutcome, Verdict, as_repeat, decide_all
from .feeds.republished import decide_republished, wanted_for
from .feeds.types import Entry, FeedProblem
from .item_selectors import LinkedItems, NearItems, known_items, near_items
from .models import ItemStatus, LibraryItem, LibraryItemTopic, Source, SourceTopic

_WRITTEN = frozenset({Verdict.NEW, Verdict.CHANGED})


@dataclass(frozen=True, slots=True)
class EntryCounts:
    """Numbers of entries of one fetch by verdict."""

    new: int = 0
    changed: int = 0
    same: int = 0
    duplicate: int = 0
    unusable: int = 0
    doubt: FeedProblem | None = None

    @property
    def brought(self) -> int:
        """Return the number of entries that are new or have changed."""
        return self.new + self.duplicate + self.changed


@transaction.atomic(savepoint=False)
def store_entries(*, source: Source, entries: Iterable[Entry], now: dt.datetime) -> EntryCounts:
    """Store some entries of `source`; like `store_fetched_entries`, but the entries are not its
    whole feed.

    Locks the row of the source.
    """
    # The source row is always locked before the advisory lock on entries; another order could
    # deadlock.
    row = Source.objects.select_for_update().get(pk=source.pk)
    return store_fetched_entries([FetchedEntries(row, tuple(entries), now, whole=False)])[0]


@transaction.atomic(savepoint=False)
def store_fetched_entries(arrivals: Sequence[FetchedEntries]) -> list[EntryCounts]:
    """Store what several sources returned, all in one transaction. Returns the counts per arrival.

    New items get the topics of their source; those of a trusted one are published as soon as their
    pages have been read (`page_reads`). An item about a known policy joins its card. Rows of
    unchanged items are not written. The result is the same as if the sources were stored one after
    the other. The caller must have locked the source rows. The number of queries grows neither with
    the sources nor with their entries.
    """
    arrivals = [
        dataclasses.replace(each, entries=tuple(map(storable, each.entries))) for each in arrivals
    ]
    decided = _decide(arrivals)
    doubts, foreign = doubts_about(arrivals, decided), foreign_domains(arrivals, decided)
    decided = [
        _without_moves(each.source, outcomes, foreign)
        for each, outcomes in zip(arrivals, decided, strict=True)
    ]
    new, changed = (
        [
            draft_of(
                arrival,
                outcome,
                doubted=is_republished(outcome)
                or arrival.source.pk in doubts
                or (arrival.source.pk, target_domain(outcome.entry.link)) in foreign,
            )
            for arrival, outcomes in zip(arrivals, decided, strict=True)
            for outcome in outcomes
            if outcome.verdict is verdict
        ]
        for verdict in (Verdict.NEW, Verdict.CHANGED)
    )
    items = [draft.new_item() for draft in new]
    give_keys(items)
    # Done before the advisory lock on entries: it is half of the work and reads no cards.
    get_search_backend().add_bulk(LibraryItem, items)
    if new or changed:
        decide_alone()
    get_search_backend().add_bulk(LibraryItem, _update(changed))
    repeats = _insert(new, items)
    sight_documents(zip(new, items, strict=True))
    doubts |= {
        source: FeedProblem.FOREIGN_HOST for source, _domain in foreign if source not in doubts
    }
    return [
        _counts(outcomes, repeats[arrival.source.pk], doubts.get(arrival.source.pk))
        for arrival, outcomes in zip(arrivals, decided, strict=True)
    ]


def _counts(
    outcomes: Sequence[DedupeOutcome], repeats: int, doubt: FeedProblem | None
) -> EntryCounts:
    """Return the numbers of entries by verdict; `repeats` new ones are counted as duplicates."""
    counts = Counter(outcome.verdict for outcome in outcomes)
    return EntryCounts(
        new=counts[Verdict.NEW] - repeats,
        changed=counts[Verdict.CHANGED],
        same=counts[Verdict.SAME],
        duplicate=repeats,
        unusable=counts[Verdict.UNUSABLE],
        doubt=doubt or doubt_about_entries(outcomes),
    )


def _decide(arrivals: Sequence[FetchedEntries]) -> list[list[DedupeOutcome]]:
    """Decide for the entries of each arrival, compared with the items of its own source. Two
    queries."""
    if not arrivals:
        return []
    known = known_items(arrivals)
    decided = [
        decide_all(each.entries, known.get(each.source.pk, {}), whole=each.whole)
        for each in arrivals
    ]
    written = [each for outcomes in decided for each in outcomes if each.verdict in _WRITTEN]
    near = near_items(
        [each.source.pk for each in arrivals],
        [stored_identity(each) for each in written],
        wanted_for(
            outcome
            for each, outcomes in zip(arrivals, decided, strict=True)
            if _was_read(each)
            for outcome in outcomes
        ),
        now=min(each.now for each in arrivals),
    )
    return [
        _settled(each, _without_taken(each.source, outcomes, near.taken), near)
        for each, outcomes in zip(arrivals, decided, strict=True)
    ]


def _without_moves(
    source: Source, outcomes: Sequence[DedupeOutcome], foreign: Collection[tuple[int, str]]
) -> list[DedupeOutcome]:
    """Return the outcomes, with SAME for known articles that would move to a website to which the
    source has never led.

    They keep their old address until a person has accepted an item there. Otherwise one word in the
    head of a list, such as another website's <base>, would take all items of the source away.
    """
    return [
        dataclasses.replace(each, verdict=Verdict.SAME)
        if each.verdict is Verdict.CHANGED
        and (source.pk, target_domain(each.entry.link)) in foreign
        else each
        for each in outcomes
    ]


def _was_read(arrival: FetchedEntries) -> bool:
    """Return whether these are all entries of a source that was read before."""
    return arrival.whole and arrival.source.succeeded_at is not None


def _settled(
    arrival: FetchedEntries, outcomes: list[DedupeOutcome], near: NearItems
) -> list[DedupeOutcome]:
    """Return the outcomes, with known articles at other addresses recognized."""
    if not _was_read(arrival):
        return outcomes
    earlier = near.earlier.get(arrival.source.pk, ())
    return decide_republished(outcomes, earlier, now=arrival.now)


def _without_taken(
    source: Source, outcomes: Sequence[DedupeOutcome], taken: Mapping[tuple, int]
) -> list[DedupeOutcome]:
    """Return the outcomes, with SAME for entries whose identity another stored row has.

    Rare: title and date agree with a stored item although the links do not.
    """

    def settled(outcome: DedupeOutcome) -> DedupeOutcome:
        own_row = outcome.of.row if outcome.of else None
        if taken.get((source.pk, stored_identity(outcome)), own_row) == own_row:
            return outcome
        return dataclasses.replace(outcome, verdict=Verdict.SAME)

    if not taken:
        return list(outcomes)
    return [settled(each) if each.verdict in _WRITTEN else each for each in outcomes]


def _insert(drafts: Sequence[ItemDraft], items: Sequence[LibraryItem]) -> Counter[int]:
    """Insert new items into the clusters of their policies, with the topics of their sources.

    Returns {source id: number of its items that repeat an article of another source}.
    """
    repeats: Counter[int] = Counter()
    if not items:
        return repeats
    links = LinkedItems(items)
    by_link: list[int | None] = []
    for draft, item in zip(drafts, items, strict=True):
        outcome = as_repeat(draft.outcome, links.elsewhere(item))
        repeat = outcome.of if outcome.verdict is Verdict.DUPLICATE else None
        by_link.append(links.card_of[repeat.row] if repeat else None)
        repeats[item.source_id] += repeat is not None
        links.add(item)
    unfit = {item.pk for draft, item in zip(drafts, items, strict=True) if not draft.is_fit(item)}
    replaced = join_new_items(items, [draft.clue for draft in drafts], by_link, unfit)
    _give_topics(items)
    copy_topics(replaced)
    return repeats


def _give_topics(items: Sequence[LibraryItem]) -> None:
    """Add the topics of their sources to new items."""
    of_sources = SourceTopic.objects.filter(content_object__in={item.source_id for item in items})
    topics: dict[int, list[int]] = {}
    for source, topic in of_sources.values_list("content_object", "tag"):
        topics.setdefault(source, []).append(topic)
    LibraryItemTopic.objects.bulk_create(
        LibraryItemTopic(content_object=item, tag_id=topic)
        for item in items
        for topic in topics.get(item.source_id, ())
    )


def _update(drafts: Sequence[ItemDraft]) -> list[LibraryItem]:
    """Update the changed items and return them. Changed words of an untrusted source must be
    reviewed again."""
    if not drafts:
        return []
    rows = LibraryItem.objects.in_bulk([d.outcome.of.row for d in drafts if d.outcome.of])
    items = []
    for draft in drafts:
        item = rows[draft.outcome.of.row] if draft.outcome.of else LibraryItem()
        words, link = (item.title, item.excerpt), item.link
        draft.fill(item)
        if item.corrected:
            item.title, item.excerpt = words
        # The same page with another session parameter is not another address.
        same_page = item.link.partition("?")[0] == link.partition("?")[0]
        item.showed_title = item.showed_title and same_page and item.title == words[0]
        reviewed = same_page and (item.title, item.excerpt) == words
        if item.status in (ItemStatus.PUBLISHED, ItemStatus.CHECKING) and not reviewed:
            draft.judge(item)
        item.changed_at = draft.now
        items.append(item)
    write_rows(items, [*FROM_ENTRY, "changed_at", "status", "blocked_word", "showed_title"])
    return items
