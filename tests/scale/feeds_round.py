"""One step of the benchmark in a process of its own: `feeds_round prepare BASE N` or `fetch`.

`prepare` fills an empty database and prints nothing. `fetch` lets a worker fetch all sources and
prints one line of JSON.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "network.settings.test"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from procrastinate import App  # noqa: E402
from procrastinate.contrib.django import app  # noqa: E402
from wagtail.search.models import IndexEntry  # noqa: E402

from aggregator.models import LibraryItem, Source, SourceLevel  # noqa: E402
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


def fetch() -> dict[str, float]:
    """Let the worker fetch all sources. Returns the wall time and CPU seconds, the peak memory in
    megabytes, and figures of the library."""
    Source.objects.update(next_fetch_at=timezone.now())
    connector = worker_connector()
    with app.replace_connector(connector) as working:
        wall, cpu = asyncio.run(_work(working))
    return {"wall": wall, "cpu": cpu, "memory": _peak(), **_library()}


async def _work(working: App) -> tuple[float, float]:
    """Run the lanes of the worker until all sources are fetched. Returns wall time and CPU
    seconds, without those of the worker's start and of the periodic jobs that wait for it."""
    use_own_threads()
    async with working.open_async():
        await run_lanes(working, wait=False)
        begun, before = time.monotonic(), time.process_time()
        await fetch_due_sources.defer_async(timestamp=0)
        # The first run ends when the batches are queued, because the lanes do not wait for jobs.
        for _ in range(2):
            await run_lanes(working, wait=False)
        return time.monotonic() - begun, time.process_time() - before


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
    # The settings of the tests, which allow loopback and leave out the pause between two fetches.
    if sys.argv[1] == "prepare":
        call_command("migrate", interactive=False, verbosity=0)
        register(sys.argv[2], int(sys.argv[3]))
    else:
        sys.stdout.write(json.dumps(fetch()) + "\n")
    connection.close()
