"""The pipeline's jobs: every minute the sources that are due, then one job for each of them."""

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from . import selectors, services

# The database was away; the source itself waits for its lease to run out.
_AGAIN = RetryStrategy(max_attempts=3, wait=int(services.LEASE.total_seconds()) + 5)


@app.periodic(cron="* * * * *")
@app.task(name="aggregator.fetch_due_sources", queueing_lock="aggregator.fetch_due_sources")
def fetch_due_sources(timestamp: int) -> None:
    """Queue the sources whose time has come; those already queued stay queued once."""
    for source_id in selectors.due_sources(timezone.now()).values_list("pk", flat=True):
        enqueue(source_id)


@app.task(name="aggregator.refresh_source", retry=_AGAIN)
def refresh_source(source_id: int) -> None:
    """Fetch one source if it is due; safe to run twice."""
    services.refresh_source(source_id=source_id, now=timezone.now(), only_due=True)


def enqueue(source_id: int) -> bool:
    """Queue a fetch of the source; False where one is waiting already."""
    job = refresh_source.configure(queueing_lock=f"aggregator.source.{source_id}")
    try:
        # A savepoint: the refusal must not spoil a transaction around us.
        with transaction.atomic():
            job.defer(source_id=source_id)
    except AlreadyEnqueued:
        return False
    return True
