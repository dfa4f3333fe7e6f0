"""A worker of five slots: at each moment it is given it fetches what is due, then says how much
memory it took at most."""

import datetime as dt
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from aggregator.models import Source  # noqa: E402
from aggregator.services import refresh_source  # noqa: E402

SLOTS = 5


def refresh(source_id: int, now: dt.datetime) -> None:
    """Fetch one source, on a connection that ends with it."""
    try:
        refresh_source(source_id=source_id, now=now, only_due=True)
    finally:
        connection.close()


settings.AGGREGATOR_FETCH_SECONDS = 2.0
for written in sys.argv[1:]:
    now = dt.datetime.fromisoformat(written)
    due = list(Source.objects.due(now).values_list("pk", flat=True))
    connection.close()
    with ThreadPoolExecutor(SLOTS) as pool:
        list(pool.map(refresh, due, [now] * len(due)))
# Not getrusage: that one counts what the process was before it became this program.
status = Path("/proc/self/status").read_text()
peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1])
print(json.dumps({"peak": peak}))  # noqa: T201
