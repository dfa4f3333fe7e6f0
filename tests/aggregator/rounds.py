"""A worker with all slots of its lane: at each moment it is given, it fetches what is due in
batches, then prints its peak memory."""

import datetime as dt
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from aggregator.rounds import refresh_due  # noqa: E402
from network.core.queues import FETCHING  # noqa: E402


def work(now: dt.datetime) -> None:
    """Fetch batches until nothing is due, on a connection that ends with them."""
    try:
        while refresh_due(now=now):
            pass
    finally:
        connection.close()


settings.AGGREGATOR_FETCH_SECONDS = 2.0
for written in sys.argv[1:]:
    now = dt.datetime.fromisoformat(written)
    with ThreadPoolExecutor(FETCHING.slots) as pool:
        list(pool.map(work, [now] * FETCHING.slots))
# Not getrusage: that one counts what the process was before it became this program.
status = Path("/proc/self/status").read_text()
peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1])
print(json.dumps({"peak": peak}))  # noqa: T201
