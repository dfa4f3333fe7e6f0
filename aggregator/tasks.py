"""Background tasks of the pipeline: every minute, one job per source that becomes due."""

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from network.core.disk import is_full
from network.core.leases import LEASE
from network.core.queues import FETCHING, ORDINARY, task

from . import notifications, selectors, services

# For database outages; the source is due again when its lease ends.
_RETRY = RetryStrategy(max_attempts=3, wait=int(LEASE.total_seconds()) + 5)
logger = logging.getLogger(__name__)
_MINUTE = dt.timedelta(minutes=1)


@app.periodic(cron="* * * * *")
@task(
    ORDINARY,
    name="aggregator.fetch_due_sources",
    label=_("Find the sources to fetch now"),
    queueing_lock="aggregator.fetch_due_sources",
)
def fetch_due_sources(timestamp: int) -> None:
    """Queue the sources that are due, and those that become due within the next minute at their own
    time.

    Spreads the load: a thousand sources fetched at once would slow down everything else. A source
    that is queued already is not queued again.
    """
    if is_full():
        logger.warning("the disk is full: no source is fetched")
        return
    now = timezone.now()
    for source_id in selectors.sources_to_queue(now):
        enqueue(source_id)
    for source_id, at in selectors.sources_due_between(now, now + _MINUTE):
        enqueue(source_id, at=at)


@task(FETCHING, name="aggregator.refresh_source", label=_("Fetch a source"), retry=_RETRY)
def refresh_source(source_id: int) -> None:
    """Fetch one source if it is due. Safe to run twice."""
    # The source stays due, and is queued each minute once there is room.
    if is_full():
        return
    report = services.refresh_source(source_id=source_id, now=timezone.now(), only_due=True)
    if report.retry_at:
        # Its host is busy: retry later without blocking the worker.
        enqueue(source_id, at=report.retry_at)


@app.periodic(cron="*/10 * * * *")
@task(
    ORDINARY,
    name="aggregator.tell_owners",
    label=_("Report changes of sources to their owners"),
    queueing_lock="aggregator.tell_owners",
)
def notify_owners(timestamp: int) -> None:
    """Queue the mail about sources whose state has changed since the last mail."""
    notifications.notify_owners(now=timezone.now())


def enqueue(source_id: int, *, at: dt.datetime | None = None) -> bool:
    """Queue a fetch of the source, not before `at`. Returns False if one is queued already."""
    job = refresh_source.configure(queueing_lock=f"aggregator.source.{source_id}", schedule_at=at)
    try:
        # A savepoint, so that the refusal does not break a surrounding transaction.
        with transaction.atomic():
            job.defer(source_id=source_id)
    except AlreadyEnqueued:
        return False
    return True
