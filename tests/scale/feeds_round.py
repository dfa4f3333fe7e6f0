"""One step of the benchmark in a process of its own: `feeds_round prepare BASE N` or `fetch N`.

`prepare` fills an empty database and says nothing; `fetch` reads all sources with N processes and
prints one line of JSON.
"""

import io
import json
import os
import resource
import sys
import time
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "network.settings.test"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import connection  # noqa: E402
from wagtail.search.models import IndexEntry  # noqa: E402

from aggregator.models import LibraryItem, Source, SourceLevel  # noqa: E402


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


def fetch(workers: int) -> dict[str, float]:
    """Fetch all sources; return seconds of wall and CPU, the megabytes of the largest process,
    and what the library then holds."""
    list(Source.objects.all()[:1])
    begun, before = time.monotonic(), _cpu()
    try:
        call_command("fetch_sources", "--all", "--workers", str(workers), stdout=io.StringIO())
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
    wall, cpu = time.monotonic() - begun, _cpu() - before
    return {"wall": wall, "cpu": cpu, "memory": _peak(), **_library()}


def _cpu() -> float:
    ours = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in ours)


def _peak() -> float:
    # Not getrusage for ourselves: that counts what the process was before it became Python.
    status = Path("/proc/self/status").read_text()
    own = int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1])
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


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
        sys.stdout.write(json.dumps(fetch(int(sys.argv[2]))) + "\n")
    connection.close()
