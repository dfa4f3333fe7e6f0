"""Storing what a feed holds: what is new or changed is written, nothing else."""

import dataclasses
import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, Q
from wagtail.search.backends import get_search_backend

from .clusters.candidates import lock_hosts_and_policies
from .clusters.joining import carry_topics, join_new_items
from .feeds.block_words import find_block_word
from .feeds.cluster import Clue, clue_of
from .feeds.dedupe import (
    Decision,
    Known,
    Verdict,
    decide_all,
    digest_of,
    index_known,
    link_key_of,
    lookup_keys,
)
from .feeds.policy import Numbers, policy_of, read_numbers
from .feeds.types import Entry, EntryProblem
from .models import POLICY_KEY_LENGTH, ItemStatus, LibraryItem, LibraryItemTopic, Source

_LINK_LENGTH = 1000
_TITLE_LENGTH = 500
_NUMBER_LENGTH = 60
_MOST_NUMBERS = 20
# What no source is trusted with: a person reads these before the public does.
_NEEDS_A_PERSON = frozenset(
    {EntryProblem.NO_TITLE, EntryProblem.TITLE_FROM_LINK, EntryProblem.DAMAGED_TEXT}
)
_WRITTEN = frozenset({Verdict.NEW, Verdict.CHANGED, Verdict.DUPLICATE})
_KNOWN_FIELDS = ("pk", "link_key", "guid", "digest", "content_hash", "title", "published_at")
_FROM_ENTRY = (
    "identity",
    "link_key",
    "guid",
    "digest",
    "title",
    "link",
    "original_link",
    "suggested_link",
    "excerpt",
    "published_at",
    "content_hash",
    "document_numbers",
    "policy_key",
    "policy_year",
    "title_key",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries of a feed came to what."""

    new: int = 0
    changed: int = 0
    same: int = 0
    duplicate: int = 0
    unusable: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    """What an entry names: its numbers, and what tells its policy."""

    numbers: Numbers
    clue: Clue


@transaction.atomic(savepoint=False)
def store_entries(*, source: Source, entries: Iterable[Entry], now: dt.datetime) -> Counts:
    """Bring the library up to date with `entries` of `source`; all of it or nothing.

    New items get the topics of the source and, where it is trusted, are published at once. An
    item about a policy that the library knows joins its card. Rows of items that did not change
    are not touched.
    """
    entries = [_storable(entry) for entry in entries]
    known = _known(source, entries)
    unlike = [each.entry for each in decide_all(entries, known, {}) if each.verdict in _WRITTEN]
    read = {id(entry): _read(source, entry, now) for entry in unlike}
    _lock(unlike, read)
    elsewhere, cards = _elsewhere(source, unlike)
    decisions = decide_all(entries, known, elsewhere)
    decisions = _without_taken_identities(source, decisions)
    fresh = [each for each in decisions if each.verdict in (Verdict.NEW, Verdict.DUPLICATE)]
    changed = [each for each in decisions if each.verdict is Verdict.CHANGED]
    written = _insert(source, fresh, read, cards, now)
    written += _update(source, changed, read, now)
    get_search_backend().add_bulk(LibraryItem, written)
    return Counts(**Counter(decision.verdict.value for decision in decisions))


def _lock(entries: Sequence[Entry], read: Mapping[int, _Read]) -> None:
    """Keep other transactions from storing the same links and policies meanwhile."""
    if entries:
        hosts = {urlsplit(entry.link).hostname or "" for entry in entries if entry.link}
        lock_hosts_and_policies(hosts, [each.clue for each in read.values()])


def canonical_numbers(numbers: Numbers) -> list[str]:
    """Return the document numbers, each once: those of the title first, then link, then text."""
    found = [*numbers.title, *([numbers.link] if numbers.link else []), *numbers.excerpt]
    once = {number.key: number.canonical for number in reversed(found)}
    ordered = [once[key] for key in dict.fromkeys(number.key for number in found)]
    return [each for each in ordered if len(each) <= _NUMBER_LENGTH][:_MOST_NUMBERS]


def _read(source: Source, entry: Entry, now: dt.datetime) -> _Read:
    title, link, excerpt = entry.title, entry.link, entry.excerpt
    numbers = read_numbers(title=title, link=link, excerpt=excerpt)
    policy = policy_of(numbers, title=title, link=link, excerpt=excerpt, owner=source.owner)
    clue = clue_of(
        source=source.pk,
        link_key=link_key_of(entry) or "",
        title=title,
        policy=policy,
        numbers=numbers,
        seen=entry.published or now,
    )
    return _Read(numbers, clue)


def _storable(entry: Entry) -> Entry:
    """Return the entry without an address that is longer than we keep."""
    if max(len(entry.link or ""), len(entry.original_link or "")) <= _LINK_LENGTH:
        return entry
    problems = entry.problems | {EntryProblem.BROKEN_LINK}
    return dataclasses.replace(entry, link=None, original_link=None, problems=problems)


def _known(source: Source, entries: Sequence[Entry]) -> dict[str, Known]:
    """Return the stored items of the source that the entries may be."""
    keys = lookup_keys(entries)
    rows = LibraryItem.objects.filter(source=source).filter(
        Q(link_key__in=keys.link_keys) | Q(guid__in=keys.guids) | Q(digest__in=keys.digests)
    )
    return index_known(_remembered(row) for row in rows.order_by("pk").values_list(*_KNOWN_FIELDS))


def _remembered(row: tuple[int, str, str, str, str, str, dt.datetime | None]) -> Known:
    pk, link_key, guid, digest, content_hash, title, published = row
    return Known(pk, link_key or None, guid or None, digest, content_hash, title, published)


def _elsewhere(source: Source, entries: Sequence[Entry]) -> tuple[dict[str, Known], dict[int, int]]:
    """Return what other sources brought of the same links, and by row the card it belongs to."""
    if not entries:
        return {}, {}
    rows = (
        LibraryItem.objects.exclude(source=source)
        .filter(link_key__in=lookup_keys(entries).link_keys)
        .order_by(F("duplicate_of").asc(nulls_first=True), "pk")
        .values_list(*_KNOWN_FIELDS, "duplicate_of")
    )
    known, cards = [], {}
    for *remembered, card in rows:
        known.append(_remembered(tuple(remembered)))
        cards[remembered[0]] = card or remembered[0]
    return index_known(known), cards


def _without_taken_identities(source: Source, decisions: list[Decision]) -> list[Decision]:
    """Return the decisions, new entries whose identity is stored already turned into "same".

    Rare: title and date agree with a stored item although the links do not.
    """
    wanted = [_stored_identity(each) for each in decisions if each.verdict in _WRITTEN]
    if not wanted:
        return decisions
    rows = LibraryItem.objects.filter(source=source, identity__in=wanted)
    taken = dict(rows.values_list("identity", "pk"))

    def settled(decision: Decision) -> Decision:
        own_row = decision.of.row if decision.of and decision.verdict is Verdict.CHANGED else None
        if taken.get(_stored_identity(decision), own_row) == own_row:
            return decision
        return dataclasses.replace(decision, verdict=Verdict.SAME)

    return [settled(each) if each.verdict in _WRITTEN else each for each in decisions]


def _stored_identity(decision: Decision) -> str:
    return hashlib.blake2b(decision.identity.encode(), digest_size=16).hexdigest()


def _insert(
    source: Source,
    decisions: Sequence[Decision],
    read: Mapping[int, _Read],
    cards: Mapping[int, int],
    now: dt.datetime,
) -> list[LibraryItem]:
    """Insert new items in the clusters of their policies, with the topics of the source."""
    if not decisions:
        return []
    found = [read[id(each.entry)] for each in decisions]
    items = [
        _new_item(source, decision, each, now)
        for decision, each in zip(decisions, found, strict=True)
    ]
    by_link = [cards[each.of.row] if each.of else None for each in decisions]
    replaced = join_new_items(items, [each.clue for each in found], by_link)
    topics = list(source.source_topics.values_list("tag_id", flat=True))
    LibraryItemTopic.objects.bulk_create(
        LibraryItemTopic(content_object=item, tag_id=topic) for item in items for topic in topics
    )
    carry_topics(replaced)
    return items


def _new_item(source: Source, decision: Decision, read: _Read, now: dt.datetime) -> LibraryItem:
    item = LibraryItem(source=source, fetched_at=now)
    _fill(item, decision, read)
    item.status = _status_unreviewed(source, item, decision.entry)
    return item


def _status_unreviewed(source: Source, item: LibraryItem, entry: Entry) -> str:
    """Return the status of an item whose present words no reviewer has seen; note why it waits."""
    item.blocked_word = find_block_word(source.block_words, item.title, item.excerpt)
    fit = item.link and not item.blocked_word and not entry.problems & _NEEDS_A_PERSON
    return ItemStatus.PUBLISHED if source.trusted and fit else ItemStatus.NEW


def _update(
    source: Source, decisions: Sequence[Decision], read: Mapping[int, _Read], now: dt.datetime
) -> list[LibraryItem]:
    """Write what the source changed; words of an untrusted source are reviewed again."""
    if not decisions:
        return []
    rows = LibraryItem.objects.in_bulk([d.of.row for d in decisions if d.of])
    items = []
    for decision in decisions:
        item = rows[decision.of.row] if decision.of else LibraryItem()
        words, link_key = (item.title, item.excerpt), item.link_key
        _fill(item, decision, read[id(decision.entry)])
        if item.corrected:
            item.title, item.excerpt = words
        if item.status == ItemStatus.PUBLISHED and not (
            item.corrected and item.link_key == link_key
        ):
            item.status = _status_unreviewed(source, item, decision.entry)
        item.changed_at = now
        items.append(item)
    LibraryItem.objects.bulk_update(items, [*_FROM_ENTRY, "changed_at", "status", "blocked_word"])
    return items


def _fill(item: LibraryItem, decision: Decision, read: _Read) -> None:
    """Copy an entry into an item; an address that is missing today leaves the old one."""
    entry = decision.entry
    item.identity = _stored_identity(decision)
    item.guid = entry.guid or ""
    item.digest = digest_of(entry)
    item.title = (entry.title or entry.link or entry.guid or "")[:_TITLE_LENGTH]
    item.excerpt = entry.excerpt
    item.published_at = entry.published or item.published_at
    item.content_hash = entry.content_hash
    item.document_numbers = canonical_numbers(read.numbers)
    policy = read.clue.policy
    item.policy_key = policy.key if policy and len(policy.key) <= POLICY_KEY_LENGTH else ""
    item.policy_year = policy.year if policy and item.policy_key else None
    item.title_key = read.clue.title_key
    suggested = entry.suggested_link or ""
    item.suggested_link = suggested if len(suggested) <= _LINK_LENGTH else ""
    if entry.link:
        item.link = entry.link
        item.link_key = link_key_of(entry) or ""
        same = entry.original_link in (None, entry.link)
        item.original_link = "" if same else entry.original_link or ""
