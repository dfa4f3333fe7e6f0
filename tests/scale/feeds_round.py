"""One step of the benchmark in a process of its own: `feeds_round prepare BASE N` or `fetch N`.

`prepare` fills an empty database and prints nothing. `fetch` lets N workers fetch all sources and
prints one line of JSON.
"""

import asyncio
import datetime as dt
import gc
import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "network.settings.test"
# As manage.py starts the worker: the collector does not look through what lives as long as it.
gc.disable()
django.setup()
gc.freeze()
gc.enable()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from procrastinate import App  # noqa: E402
from procrastinate.contrib.django import app  # noqa: E402
from wagtail.search.models import IndexEntry  # noqa: E402

from aggregator.models import FetchOutcome, LibraryItem, Source, SourceLevel  # noqa: E402
from aggregator.tasks import fetch_due_sources  # noqa: E402
from network.core.worker import run_lanes, use_own_threads, worker_connector  # noqa: E402


def register(base: str, feeds: int) -> None:
    """Register the feeds as sources that nobody trusts: all items wait for a review."""
    Source.objects.bulk_create(
        Source(
            key=f"nguon-{number:04d}",
            name=f"Cổng thông tin {number:04d}",
            owner="Ủy ban nhân dân tỉnh Gia Lai",
            level=SourceLevel.PROVINCIAL,
            url=f"{base}/f/{number:04d}.xml",
        )
        for number in range(feeds)
    )


def fetch(workers: int, context: Any = None) -> dict[str, float]:
    """Let so many workers fetch all sources. Returns the wall time, the CPU seconds of all workers,
    the peak memory of the largest in megabytes, figures of the library, and how many sources were
    not read.

    `context` is the module or context of multiprocessing that makes the workers.
    """
    context = context or multiprocessing.get_context("fork")
    start, costs = context.Barrier(workers + 1), context.Queue()
    asked = timezone.now()
    Source.objects.update(next_fetch_at=asked)
    # A forked process must not use our connection.
    connection.close()
    running = [context.Process(target=work, args=(start, costs)) for _ in range(workers)]
    for worker in running:
        worker.start()
    start.wait()
    fetch_due_sources(timestamp=0)
    begun = time.monotonic()
    start.wait()
    spent = [costs.get() for _ in running]
    wall = time.monotonic() - begun
    for worker in running:
        worker.join()
    cpu, memory = (list(each) for each in zip(*spent, strict=True))
    return {
        "wall": wall,
        "cpu": sum(cpu),
        "memory": max(memory),
        **_library(),
        "unread": _unread(asked),
    }


def work(start: Any, costs: Any) -> None:
    """Run a worker until all sources are fetched, and put its CPU seconds and its peak memory into
    `costs`."""
    with app.replace_connector(worker_connector()) as working:
        cpu = asyncio.run(_work(working, start))
    costs.put((cpu, _peak()))


async def _work(working: App, start: Any) -> float:
    """Run the lanes of a worker until no job is waiting. Returns the CPU seconds, without those of
    its start and of the periodic jobs that wait for it."""
    use_own_threads()
    async with working.open_async():
        await run_lanes(working, wait=False)
        # The sources are queued between these two.
        start.wait()
        start.wait()
        before = time.process_time()
        await run_lanes(working, wait=False)
        return time.process_time() - before


def _unread(asked: dt.datetime) -> int:
    """Return how many sources were not read since a moment, and say why.

    A worker that ends when no job is ready leaves what it would fetch again a minute later: batches
    that the database refused, and feeds that a busy machine answered too late.
    """
    failed = [outcome for outcome in FetchOutcome if outcome.is_failure]
    unread = Source.objects.exclude(fetched_at__gte=asked) | Source.objects.filter(
        outcome__in=failed
    )
    by_outcome = Counter(unread.values_list("outcome", flat=True))
    if by_outcome:
        sys.stderr.write(f"not read: {dict(by_outcome)}\n")
    return by_outcome.total()


def _peak() -> float:
    # Not getrusage, which counts what the process was before it became Python.
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


def _library() -> dict[str, float]:
    items = LibraryItem.objects.all()
    return {
        "items": items.count(),
        "cards": items.filter(duplicate_of=None).count(),
        "numbered": items.exclude(document_numbers=[]).count(),
        "waiting": items.waiting().count(),
        "indexed": IndexEntry.objects.filter(content_type__model="libraryitem").count(),
    }


if __name__ == "__main__":
    if not settings.DEMO_ALLOWED:
        sys.exit("a benchmark fills a database: not on production settings")
    # As the checks of manage.py do: a worker knows the addresses before its first job.
    reverse("wagtailadmin_home")
    # The settings of the tests, which allow loopback and leave out the pause between two fetches.
    if sys.argv[1] == "prepare":
        call_command("migrate", interactive=False, verbosity=0)
        register(sys.argv[2], int(sys.argv[3]))
    else:
        sys.stdout.write(json.dumps(fetch(int(sys.argv[2]))) + "\n")
    connection.close()
