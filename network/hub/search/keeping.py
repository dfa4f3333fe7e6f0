"""Keep the search in step with what is public.

Triggers (network/hub/changes.py) note every change in the transaction that makes it, however it
is made, and take the rows of what is withdrawn away at once. This module makes the noted rows
anew, as a job that the same triggers queue. See docs/adr/0015-hub-search.md.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import batched

from django.db import connection, transaction
from django.db.models import Q

from legal_updates.models import LegalDocument, Relation
from sites.models import MaterialPage

from .indexables import SOURCES
from .models import EntryKind, SearchChange, SearchEntry
from .rows import write_entries
from .vocabulary import add_new_words, count_words, counted_entries

CHUNK = 500
# Two at once could write an older state over a newer one.
_LOCK = 0x5EA4C4
_NIGHTS = 7
# So large a part of all that is new changes which words are rare; else they are counted at night.
_UNCOUNTED = 0.1
# A trigger notes pages as articles; a page may be a question or a material.
_KINDS_OF_NOTES = {EntryKind.ARTICLE: (EntryKind.ARTICLE, EntryKind.QUESTION, EntryKind.MATERIAL)}


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
        with _alone():
            notes = list(SearchChange.objects.filter(pk__gt=last).order_by("pk")[:chunk])
            if not notes:
                break
            last = notes[-1].pk
            taken += _take(notes)
    if taken > _UNCOUNTED * counted_entries():
        count_words()
    return taken


def _take(notes: Iterable[SearchChange]) -> int:
    busy: set[tuple[str, int]] = set()
    for kind in {note.kind for note in notes}:
        keys = {note.key for note in notes if note.kind == kind}
        for each in _KINDS_OF_NOTES.get(EntryKind(kind), (kind,)):
            busy |= {(kind, key) for key in refresh(kind=each, keys=keys).busy}
            written = SearchEntry.objects.filter(kind=each, key__in=keys)
            add_new_words(written.values_list("pk", flat=True))
    done = [note.pk for note in notes if (note.kind, note.key) not in busy]
    SearchChange.objects.filter(pk__in=done).delete()
    return len(done)


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


@contextmanager
def _alone() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def note_calendar_changes(*, today: dt.date) -> int:
    """Note what the calendar alone has changed by `today`; return how many things that are.

    Documents that came into force, ended or were replaced, materials whose last day is over. Looks
    a few days back, for nights on which no job ran.
    """
    since = today - dt.timedelta(days=_NIGHTS)
    days = (since, today)
    replacing = Relation.objects.filter(
        Q(takes_effect_on__range=days) | Q(document__effective_on__range=days), applied_at=None
    )
    documents = LegalDocument.objects.filter(
        Q(effective_on__range=days) | Q(expires_on__range=days) | Q(reverse_relations__in=replacing)
    ).distinct()
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
    for kind, source in SOURCES.items():
        rows = SearchEntry.objects.filter(kind=kind).values_list("key", flat=True)
        for keys in batched(sorted({*source.keys(), *rows}), chunk):
            with _alone():
                made = refresh(kind=kind, keys=keys)
                SearchChange.objects.bulk_create(SearchChange(kind=kind, key=k) for k in made.busy)
            kept.written, kept.removed = kept.written + made.written, kept.removed + made.removed
            report(kind, len(keys))
    refresh_changed(chunk=chunk)
    count_words()
    return kept
