"""Fetch many sources at once: claim them in batches and fetch these in several processes.

Used by `manage.py fetch_sources`; the worker's jobs fetch one source each (see `tasks`).
"""

import datetime as dt
import heapq
import math
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from django.db import connection
from django.utils import timezone

from network.core import leases
from network.core.processes import processes

from .services import (
    RefreshReport,
    SourceResponse,
    claim_sources,
    fetch_claimed,
    release_source,
    store_results,
)

BATCH = 20
# After this time the rest of a batch is released to other workers.
_BATCH_TIMEOUT = dt.timedelta(seconds=90)
# Renew after this time, so that the lease covers another fetch and the storing.
_RENEW_AFTER = leases.LEASE / 4
# The most entries that one transaction stores, and that one process keeps in memory.
_MAX_ENTRIES = 1000
_NOW = dt.datetime.min.replace(tzinfo=dt.UTC)

type _Waiting = list[tuple[dt.datetime, int]]


def refresh_all(
    *, source_ids: Sequence[int], workers: int = 1, only_due: bool = False
) -> Iterator[RefreshReport]:
    """Fetch the sources with `workers` processes. Yields a report per source in order of
    completion.

    A source whose host is busy is retried when the host may be free. With one worker, all sources
    are fetched in this process in the given order. Raises database errors if the database is
    unavailable.
    """
    waiting: _Waiting = [(_NOW, number) for number in range(len(source_ids))]
    numbers = {pk: number for number, pk in enumerate(source_ids)}
    size = max(1, min(BATCH, math.ceil(len(source_ids) / workers))) if workers > 1 else 1
    running: set[Future[list[RefreshReport]]] = set()
    # One batch more than processes, so that no process waits for the next.
    at_most = workers + 1 if workers > 1 else 1
    with _processes(workers) as pool:
        while waiting or running:
            while waiting and len(running) < at_most and _wait_for(waiting) <= 0:
                batch = [source_ids[number] for number in _take_ready(waiting, size)]
                running.add(pool.submit(refresh_batch, batch, only_due))
            if not running:
                time.sleep(_wait_for(waiting))
                continue
            pause = _wait_for(waiting) if waiting and len(running) < at_most else None
            done, running = wait(running, pause, FIRST_COMPLETED)
            for report in (report for batch in done for report in batch.result()):
                if report.retry_at:
                    heapq.heappush(waiting, (report.retry_at, numbers[report.source_id]))
                else:
                    yield report


def refresh_batch(source_ids: Sequence[int], only_due: bool) -> list[RefreshReport]:
    """Claim and fetch the sources one after the other, and store the results together. Returns a
    report per source."""
    begun, now = time.monotonic(), timezone.now()
    claimed = claim_sources(source_ids, now=now, only_due=only_due)
    free = {source.pk for source in claimed}
    reports = [RefreshReport(pk, None) for pk in source_ids if pk not in free]
    answers: list[SourceResponse] = []
    for source in claimed:
        if timezone.now() - now > _RENEW_AFTER:
            now = timezone.now()
            leases.renew(claimed, now=now)
        late = time.monotonic() - begun > _BATCH_TIMEOUT.total_seconds()
        answer = None if late else fetch_claimed(source, now=timezone.now())
        if answer is None:
            reports.append(release_source(source, now=timezone.now()))
            continue
        answers.append(answer)
        if sum(len(each.feed.entries) for each in answers if each.feed) >= _MAX_ENTRIES:
            reports += store_results(answers)
            answers = []
    return reports + store_results(answers)


def _wait_for(waiting: _Waiting) -> float:
    """Return the seconds until the next source may be fetched."""
    moment = waiting[0][0]
    return 0.0 if moment is _NOW else max((moment - timezone.now()).total_seconds(), 0.0)


def _take_ready(waiting: _Waiting, size: int) -> list[int]:
    """Remove and return up to `size` sources that may be fetched now."""
    ready: list[int] = []
    while waiting and len(ready) < size and _wait_for(waiting) <= 0:
        ready.append(heapq.heappop(waiting)[1])
    return ready


class _InlineExecutor(Executor):
    """Executor that runs each call at once in this process."""

    def submit(self, fn, /, *args, **kwargs):
        """Run the call and return its finished future. Exceptions are raised here."""
        done: Future = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def _processes(workers: int) -> Executor:
    """Return the executor for batches: a pool of processes, or this process for one worker."""
    if workers == 1:
        return _InlineExecutor()
    return processes(workers, database=str(connection.settings_dict["NAME"]))
