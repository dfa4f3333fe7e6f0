"""Fetch sources in batches: claim them, fetch them side by side, and store the results together.

Used by the worker's jobs (`tasks`) and by `manage.py fetch_sources`.
"""

import datetime as dt
import heapq
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from django.utils import timezone

from network.core import leases

from .models import PortalHost, Source
from .politeness import claim_turns, host_of, release_turns
from .services import (
    RefreshReport,
    SourceResponse,
    claim_due,
    claim_sources,
    fetch_and_read,
    release_busy,
    store_results,
)

BATCH = 50
# Fetches of one batch that run at the same time. A slow portal occupies one of these threads.
_THREADS = 5
# After this time the responses that have arrived are stored, without those of slow portals.
_STORE_AFTER = dt.timedelta(seconds=1)
# Renew the leases of slow portals' sources after this time.
_RENEW_AFTER = leases.LEASE / 4
# The most entries that one transaction stores.
_MAX_ENTRIES = 1000
_NOW = dt.datetime.min.replace(tzinfo=dt.UTC)

type _Fetch = Future[SourceResponse]
type _Running = dict[_Fetch, tuple[Source, PortalHost]]
type _Waiting = list[tuple[dt.datetime, int]]


def refresh_due(*, now: dt.datetime) -> list[RefreshReport]:
    """Claim a batch of due sources and fetch them. Returns a report per source, [] if none is due.

    Raises like `refresh_claimed`.
    """
    return refresh_claimed(claim_due(size=BATCH, now=now), now=now)


def refresh_batch(
    source_ids: Sequence[int], *, now: dt.datetime, only_due: bool = False
) -> list[RefreshReport]:
    """Claim and fetch the given sources. Returns a report per source.

    Raises like `refresh_claimed`.
    """
    claimed = claim_sources(source_ids, now=now, only_due=only_due)
    free = {source.pk for source in claimed}
    not_claimed = [RefreshReport(pk, None) for pk in source_ids if pk not in free]
    return not_claimed + refresh_claimed(claimed, now=now)


def refresh_all(*, source_ids: Sequence[int], only_due: bool = False) -> Iterator[RefreshReport]:
    """Fetch the sources in batches, in the given order. Yields a report per source.

    A source whose host is busy is retried when the host may be free. Raises like `refresh_claimed`.
    """
    waiting: _Waiting = [(_NOW, number) for number in range(len(source_ids))]
    numbers = {pk: number for number, pk in enumerate(source_ids)}
    while waiting:
        time.sleep(_wait_for(waiting))
        batch = [source_ids[number] for number in _take_ready(waiting)]
        for report in refresh_batch(batch, now=timezone.now(), only_due=only_due):
            if report.retry_at:
                heapq.heappush(waiting, (report.retry_at, numbers[report.source_id]))
            else:
                yield report


def refresh_claimed(sources: Sequence[Source], *, now: dt.datetime) -> list[RefreshReport]:
    """Fetch claimed sources in several threads and store the results in this one. Returns a report
    per source.

    Sources whose hosts are busy are put back. Raises database errors if the database is
    unavailable; the leases of the sources then expire and the sources are fetched again.
    """
    moment = _clock(now)
    hosts = [host_of(source.url) for source in sources]
    turns = dict(zip(sources, claim_turns(hosts, now=now), strict=True))
    reports = release_busy([source for source, turn in turns.items() if turn is None], now=now)
    pool = ThreadPoolExecutor(_THREADS)
    try:
        running = {
            pool.submit(_fetch_at, source, moment): (source, turn)
            for source, turn in turns.items()
            if turn
        }
        while running:
            reports += _store_finished(running, moment)
    finally:
        # After a database error the responses could not be stored, so no more portals are asked.
        pool.shutdown(cancel_futures=True)
    return reports


def _store_finished(running: _Running, moment: Callable[[], dt.datetime]) -> list[RefreshReport]:
    """Wait for some of the fetches, remove them from `running` and store their results. Renews the
    leases of the others."""
    finished = _wait_for_responses(running)
    ended = [running.pop(future) for future in finished]
    release_turns(*(turn for _source, turn in ended), ended=moment())
    reports = _store([future.result() for future in finished])
    if running:
        leases.renew([source for source, _turn in running.values()], now=moment())
        leases.renew([turn for _source, turn in running.values() if turn.name], now=moment())
    return reports


def _clock(now: dt.datetime) -> Callable[[], dt.datetime]:
    """Return a function that returns the present moment, if it is `now` at the call of `_clock`."""
    begun = time.monotonic()
    return lambda: now + dt.timedelta(seconds=time.monotonic() - begun)


def _fetch_at(source: Source, moment: Callable[[], dt.datetime]) -> SourceResponse:
    """Fetch and read a source, at the moment when a thread is free for it."""
    return fetch_and_read(source, now=moment())


def _wait_for_responses(running: Collection[_Fetch]) -> list[_Fetch]:
    """Wait until all fetches have finished, but not much longer than most of them take. Returns
    those that have finished, in the given order; none if all are slow."""
    finished = wait(running, _STORE_AFTER.total_seconds()).done
    if not finished:
        finished = wait(running, _RENEW_AFTER.total_seconds(), FIRST_COMPLETED).done
    return [future for future in running if future in finished]


def _store(responses: Sequence[SourceResponse]) -> list[RefreshReport]:
    """Store the responses, at most about _MAX_ENTRIES entries in one transaction."""
    reports: list[RefreshReport] = []
    together: list[SourceResponse] = []
    entries = 0
    for response in responses:
        together.append(response)
        entries += len(response.feed.entries) if response.feed else 0
        if entries >= _MAX_ENTRIES:
            reports += store_results(together)
            together, entries = [], 0
    return reports + store_results(together)


def _wait_for(waiting: _Waiting) -> float:
    """Return the seconds until the next source may be fetched."""
    moment = waiting[0][0]
    return 0.0 if moment is _NOW else max((moment - timezone.now()).total_seconds(), 0.0)


def _take_ready(waiting: _Waiting) -> list[int]:
    """Remove and return up to BATCH sources that may be fetched now."""
    ready: list[int] = []
    while waiting and len(ready) < BATCH and _wait_for(waiting) <= 0:
        ready.append(heapq.heappop(waiting)[1])
    return ready
