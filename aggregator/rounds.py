"""Many sources in one go: claimed together, fetched one after the other, in several processes.

For `manage.py fetch_sources`; a worker's jobs fetch one source each (see `tasks`).
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
# Renewed after this time: the lease then still covers another fetch and its storing.
_RENEW_AFTER = leases.LEASE / 4
# Entries stored per transaction, and kept in memory by one process.
_MAX_ENTRIES = 1000
_NOW = dt.datetime.min.replace(tzinfo=dt.UTC)

type _Waiting = list[tuple[dt.datetime, int]]


def refresh_all(
    *, source_ids: Sequence[int], workers: int = 1, only_due: bool = False
) -> Iterator[RefreshReport]:
    """Fetch the sources with so many processes; yield a report for each, as they end.

    A source whose host is busy comes again when the host may be free. With one worker all is done
    in this process, in the order given. Raises what the database raises when it is not there.
    """
    waiting: _Waiting = [(_NOW, number) for number in range(len(source_ids))]
    numbers = {pk: number for number, pk in enumerate(source_ids)}
    size = max(1, min(BATCH, math.ceil(len(source_ids) / workers))) if workers > 1 else 1
    running: set[Future[list[RefreshReport]]] = set()
    # One batch more than processes, so that none waits for the next.
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
    """Fetch the sources one after the other, and store what they brought together."""
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
    """Return the seconds until the next source may be asked."""
    moment = waiting[0][0]
    return 0.0 if moment is _NOW else max((moment - timezone.now()).total_seconds(), 0.0)


def _take_ready(waiting: _Waiting, size: int) -> list[int]:
    ready: list[int] = []
    while waiting and len(ready) < size and _wait_for(waiting) <= 0:
        ready.append(heapq.heappop(waiting)[1])
    return ready


class _InlineExecutor(Executor):
    """Does at once, in this process, what it is given."""

    def submit(self, fn, /, *args, **kwargs):
        """Return the done future of a call; what it raises is raised here."""
        done: Future = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def _processes(workers: int) -> Executor:
    """Return what runs batches: other processes, or this one."""
    if workers == 1:
        return _InlineExecutor()
    return processes(workers, database=str(connection.settings_dict["NAME"]))
