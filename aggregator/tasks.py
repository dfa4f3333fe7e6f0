"""Background tasks of the pipeline: every minute, one job per batch of sources that become due."""

import datetime as dt
import logging
import math
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer

from network.core.disk import is_full
from network.core.queues import FETCHING, ORDINARY, task

from . import notifications, page_reads, rounds, selectors, services
from .schedule import batch_moments

logger = logging.getLogger(__name__)
_MINUTE = dt.timedelta(minutes=1)
# The first source of a batch waits at most this long until enough others are due.
_BATCH_WAIT = dt.timedelta(seconds=15)


@app.periodic(cron="* * * * *")
@task(
    ORDINARY,
    name="aggregator.fetch_due_sources",
    label=_("Find the sources to fetch now"),
    queueing_lock="aggregator.fetch_due_sources",
)
def fetch_due_sources(timestamp: int) -> None:
    """Queue batches for the sources that are due, and for those that become due within the next
    minute when their time comes.

    Spreads the load: a thousand sources fetched at once would slow down everything else.
    """
    if is_full():
        logger.warning("the disk is full: no source is fetched")
        return
    now = timezone.now()
    due_times = selectors.due_times(now, now + _MINUTE)
    overdue = sum(at <= now for at in due_times)
    for number in range(math.ceil(overdue / rounds.BATCH)):
        enqueue_batch(number)
    coming = due_times[overdue:]
    for at in batch_moments(coming, size=rounds.BATCH, longest_wait=_BATCH_WAIT):
        enqueue_batch(at=at)


@task(FETCHING, name="aggregator.refresh_batch", label=_("Fetch a batch of sources"))
def refresh_batch() -> None:
    """Fetch up to rounds.BATCH due sources. Safe to run twice, and beside other batches."""
    # The sources stay due, and are queued each minute once there is room.
    if is_full():
        return
    reports = rounds.refresh_due(now=timezone.now())
    if any(report.counts.brought for report in reports):
        enqueue_reads()
    if busy := [report.retry_at for report in reports if report.retry_at]:
        enqueue_batch(at=max(busy))


@task(FETCHING, name="aggregator.refresh_source", label=_("Fetch a source"))
def refresh_source(source_id: int) -> None:
    """Fetch one source if it is due, because a person has asked for it. Safe to run twice."""
    # The source stays due, and is queued each minute once there is room.
    if is_full():
        return
    report = services.refresh_source(source_id=source_id, now=timezone.now(), only_due=True)
    if report.counts.brought:
        enqueue_reads()
    if report.retry_at:
        # Its host is busy: retry later without blocking the worker.
        enqueue(source_id, at=report.retry_at)


@app.periodic(cron="* * * * *")
@task(
    ORDINARY,
    name="aggregator.find_pages",
    label=_("Find the pages of new items to read"),
    queueing_lock="aggregator.find_pages",
)
def find_pages(timestamp: int) -> None:
    """Queue the reading of pages whose job was lost with its worker."""
    enqueue_reads()


@task(FETCHING, name="aggregator.read_page", label=_("Read the page of a new item"), later=5)
def read_page(host: str, after: int = 0) -> None:
    """Read a page of a host and decide about its item; the next page is read after a pause. Safe
    to run twice."""
    coming = page_reads.read_next(host=host, after=after, now=timezone.now())
    if coming:
        enqueue_read(host, after=coming.after, at=coming.at)


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
    return _defer(job, source_id=source_id)


def enqueue_batch(number: int = 0, *, at: dt.datetime | None = None) -> bool:
    """Queue a batch, not before `at`. Returns False if one with this number or for this second is
    queued already.

    A batch claims its sources only when it runs, so it does not matter which job fetches which.
    """
    lock = f"aggregator.batch.at.{at.timestamp():.0f}" if at else f"aggregator.batch.{number}"
    return _defer(refresh_batch.configure(queueing_lock=lock, schedule_at=at))


def enqueue_reads() -> None:
    """Queue the reading of the pages that wait for it, one job per host."""
    for host in page_reads.hosts_to_read():
        enqueue_read(host)


def enqueue_read(host: str, *, after: int = 0, at: dt.datetime | None = None) -> bool:
    """Queue the reading of a host's next page, not before `at`. Returns False if it is queued
    already."""
    job = read_page.configure(queueing_lock=f"aggregator.read.{host}", schedule_at=at)
    return _defer(job, host=host, after=after)


def _defer(job: JobDeferrer, **arguments: Any) -> bool:
    """Queue a job. Returns False if one with its queueing lock is queued already."""
    try:
        # A savepoint, so that the refusal does not break a surrounding transaction.
        with transaction.atomic():
            job.defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True
