"""A worker of five slots: at each moment it is given it fetches what is due, then says how much
memory it took at most."""

import datetime as dt
import json
import resource
import sys
from concurrent.futures import ThreadPoolExecutor

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
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"peak": peak}))  # noqa: T201
