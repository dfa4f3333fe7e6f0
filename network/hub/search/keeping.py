"""Keep the search in step with what is public.

Triggers (network/hub/changes.py) note every change in the transaction that makes it, however it
is made, and take the rows of what is withdrawn away at once. This module makes the noted rows
anew, as a job that the same triggers queue. See docs/adr/0015-hub-search.md.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Q

from legal_updates.models import LegalDocument
from sites.models import MaterialPage

from .indexables import SOURCES
from .models import EntryKind, SearchChange, SearchEntry
from .rows import write_entries
from .vocabulary import count_words, counted_entries

CHUNK = 500
# Two at once could write an older state over a newer one.
_LOCK = 0x5EA4C4
_NIGHTS = 7
# So large a part of all that is new changes which words are rare; else they are counted at night.
_UNCOUNTED = 0.1
# A trigger notes pages as articles; a page may be a question.
_KINDS_OF_NOTES = {EntryKind.ARTICLE: (EntryKind.ARTICLE, EntryKind.QUESTION)}


@dataclass(slots=True)
class RefreshCounts:
    """How many rows were written and taken away, and which things somebody else was changing."""

    written: int = 0
    removed: int = 0
    busy: set[int] = field(default_factory=set)


def refresh_changed(*, chunk: int = CHUNK) -> int:
    """Bring the rows of everything that has changed up to date; return how many notes were taken.

    A transaction for each chunk. A thing that somebody is changing right now is left, with its
    note: whoever changes it queues the next run.
    """
    last, taken = 0, 0
    while True:
        with transaction.atomic():
            _alone()
            notes = list(SearchChange.objects.filter(pk__gt=last).order_by("pk")[:chunk])
            if not notes:
                break
            last = notes[-1].pk
            taken += _take(notes)
    if taken > _UNCOUNTED * counted_entries():
        count_words()
    return taken


def _take(notes: Iterable[SearchChange]) -> int:
    by_kind: dict[str, set[int]] = {}
    for note in notes:
        by_kind.setdefault(note.kind, set()).add(note.key)
    busy = {kind: _refresh_noted(kind, keys) for kind, keys in by_kind.items()}
    done = [note.pk for note in notes if note.key not in busy[note.kind]]
    SearchChange.objects.filter(pk__in=done).delete()
    return len(done)


def _refresh_noted(kind: str, keys: Collection[int]) -> set[int]:
    """Make the rows anew of whatever kind the noted things are; return what could not be."""
    kinds = _KINDS_OF_NOTES.get(EntryKind(kind), (kind,))
    return set().union(*(refresh(kind=each, keys=keys).busy for each in kinds))


def refresh(*, kind: str, keys: Collection[int]) -> RefreshCounts:
    """Make the rows of these things anew, take away those of what is not public; in a transaction.

    The things are locked against changes meanwhile, and never waited for: who waited could meet
    a writer that waits for the thing before.
    """
    free, there = _locked(SOURCES[EntryKind(kind)].table, keys)
    things = SOURCES[EntryKind(kind)].read(sorted(free))
    kept = RefreshCounts(written=write_entries(things), busy=there - free)
    gone = set(keys) - kept.busy - {thing.key for thing in things}
    if gone:
        kept.removed, _ = SearchEntry.objects.filter(kind=kind, key__in=gone).delete()
    return kept


def _locked(table: str, keys: Collection[int]) -> tuple[set[int], set[int]]:
    """Return which of the keys could be locked, and which of them exist."""
    if not table:
        return set(keys), set(keys)
    with connection.cursor() as cursor:
        find = f"SELECT id FROM {table} WHERE id = ANY(%s)"  # noqa: S608
        cursor.execute(f"{find} ORDER BY id FOR SHARE SKIP LOCKED", [list(keys)])
        free = {key for (key,) in cursor.fetchall()}
        cursor.execute(find, [list(keys)])
        return free, {key for (key,) in cursor.fetchall()}


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def note_calendar_changes(*, today: dt.date) -> int:
    """Note what the calendar alone has changed by `today`; return how many things that are.

    Documents that came into force or ended, materials whose last day is over. Looks a few days
    back, for nights on which no job ran.
    """
    since = today - dt.timedelta(days=_NIGHTS)
    days = (since, today)
    documents = LegalDocument.objects.filter(
        Q(effective_on__range=days) | Q(expires_on__range=days)
    )
    materials = MaterialPage.objects.live().filter(valid_until__range=days)
    changed = ((EntryKind.DOCUMENT, documents), (EntryKind.ARTICLE, materials))
    notes = [
        SearchChange(kind=kind, key=key)
        for kind, rows in changed
        for key in rows.values_list("pk", flat=True)
    ]
    return len(SearchChange.objects.bulk_create(notes))


def rebuild(
    *, chunk: int = CHUNK, report: Callable[[str, int], object] = lambda kind, done: None
) -> RefreshCounts:
    """Make every row anew and take away what should not be there.

    In chunks of a transaction each, over the rows that are there: the search answers all the time,
    and who stops it has lost nothing. Running it again is safe. `report` gets a kind and how many
    of its things have been read since the last report.
    """
    kept = RefreshCounts()
    for kind in SOURCES:
        _rebuild_kind(kind, kept, chunk, report)
        _remove_stale_rows(kind, kept, chunk, report)
    refresh_changed(chunk=chunk)
    count_words()
    return kept


def _rebuild_kind(
    kind: EntryKind, kept: RefreshCounts, chunk: int, report: Callable[[str, int], object]
) -> None:
    last = 0
    while keys := SOURCES[kind].keys(last, chunk):
        with transaction.atomic():
            _alone()
            made = refresh(kind=kind, keys=keys)
            SearchChange.objects.bulk_create(SearchChange(kind=kind, key=key) for key in made.busy)
        kept.written, kept.removed = kept.written + made.written, kept.removed + made.removed
        last = keys[-1]
        report(kind, len(keys))


def _remove_stale_rows(
    kind: EntryKind, kept: RefreshCounts, chunk: int, report: Callable[[str, int], object]
) -> None:
    """Ask for every row whether its thing is still public."""
    last = -1
    rows = SearchEntry.objects.filter(kind=kind).order_by("key").values_list("key", flat=True)
    while keys := list(rows.filter(key__gt=last)[:chunk]):
        with transaction.atomic():
            _alone()
            public = set(SOURCES[kind].keys(keys[0] - 1, 10 * chunk))
            gone = [key for key in keys if key not in public]
            kept.removed += refresh(kind=kind, keys=gone).removed if gone else 0
        last = keys[-1]
