"""Keep the search index up to date.

Triggers (network/hub/changes.py) record every change in its own transaction and delete the entries
of withdrawn objects at once. This module rewrites the recorded entries, in a job queued by the same
triggers. See docs/adr/0015-hub-search.md.
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
# The lock prevents a concurrent run from writing an older state over a newer one.
_LOCK = 0x5EA4C4
_NIGHTS = 7
# If new entries exceed this share, word frequencies are recounted at once; otherwise at night.
_UNCOUNTED = 0.1
# Triggers record every page as an article; it may be a question or a material.
_KINDS_OF_CHANGES = {EntryKind.ARTICLE: (EntryKind.ARTICLE, EntryKind.QUESTION, EntryKind.MATERIAL)}


@dataclass(slots=True)
class RefreshCounts:
    """Number of entries written and removed, and the keys locked by another transaction."""

    written: int = 0
    removed: int = 0
    busy: set[int] = field(default_factory=set)


def refresh_changed(*, chunk: int = CHUNK) -> int:
    """Rewrite the entries of all objects recorded as changed. Returns the number of changes.

    One transaction per chunk. Objects locked by another transaction keep their row; that
    transaction queues the next run.
    """
    last, taken = 0, 0
    while True:
        with _alone():
            changes = list(SearchChange.objects.filter(pk__gt=last).order_by("pk")[:chunk])
            if not changes:
                break
            last = changes[-1].pk
            taken += _take(changes)
    if taken > _UNCOUNTED * counted_entries():
        count_words()
    return taken


def _take(changes: Iterable[SearchChange]) -> int:
    busy: set[tuple[str, int]] = set()
    for kind in {change.kind for change in changes}:
        keys = {change.key for change in changes if change.kind == kind}
        for each in _KINDS_OF_CHANGES.get(EntryKind(kind), (kind,)):
            busy |= {(kind, key) for key in refresh(kind=each, keys=keys).busy}
            written = SearchEntry.objects.filter(kind=each, key__in=keys)
            add_new_words(written.values_list("pk", flat=True))
    done = [change.pk for change in changes if (change.kind, change.key) not in busy]
    SearchChange.objects.filter(pk__in=done).delete()
    return len(done)


def refresh(*, kind: str, keys: Collection[int]) -> RefreshCounts:
    """Rewrite the entries of these objects, and delete those that are no longer public.

    Call in a transaction. Objects are locked against changes, skipping locked ones: waiting could
    deadlock with a writer that waits for an earlier object.
    """
    free, there = _locked(SOURCES[EntryKind(kind)].table, keys)
    things = SOURCES[EntryKind(kind)].read(sorted(free))
    kept = RefreshCounts(written=write_entries(things), busy=there - free)
    gone = set(keys) - kept.busy - {thing.key for thing in things}
    if gone:
        kept.removed, _ = SearchEntry.objects.filter(kind=kind, key__in=gone).delete()
    return kept


def _locked(table: str, keys: Collection[int]) -> tuple[set[int], set[int]]:
    """Return the keys that could be locked, and the keys that exist."""
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


def record_calendar_changes(*, today: dt.date) -> int:
    """Record what the date alone has changed by `today`. Returns the number of objects.

    Documents that took effect, expired or were replaced, and materials past their last day. Looks
    back _NIGHTS days, in case the job did not run.
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
    changes = [
        SearchChange(kind=kind, key=key)
        for kind, rows in changed
        for key in rows.values_list("pk", flat=True)
    ]
    return len(SearchChange.objects.bulk_create(changes))


def rebuild(
    *, chunk: int = CHUNK, report: Callable[[str, int], object] = lambda kind, done: None
) -> RefreshCounts:
    """Rewrite all entries and delete superfluous ones.

    In chunks with a transaction each, so the search keeps working and an interrupted run can be
    repeated. `report` gets the kind and the number of objects read since the last call.
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
