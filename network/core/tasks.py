"""Background tasks that belong to no agency."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from wagtail.search.backends import get_search_backend

from .compression import compress_static_files as compress
from .cron import daily
from .queues import ORDINARY, task
from .spam_guard import counting, delays


@app.periodic(cron=daily(2, 40))
@task(
    ORDINARY,
    name="core.refresh_title_norms",
    label=_("Weigh titles for the search of the admin"),
    queueing_lock="core.refresh_title_norms",
)
def refresh_title_norms(timestamp: int) -> None:
    """Update the search weights of titles indexed since yesterday."""
    get_search_backend().refresh_title_norms()


@app.periodic(cron="25 * * * *")
@task(
    ORDINARY,
    name="core.forget_attempts",
    label=_("Delete expired counters of attempts"),
    queueing_lock="core.forget_attempts",
)
def forget_attempts(timestamp: int) -> None:
    """Delete the counters of attempts that no longer have any effect."""
    now = timezone.now()
    counting.forget_attempts(now=now)
    delays.forget_levels(now=now)


# Lower priority than other jobs: on a local machine nobody notices the size of a file.
@task(
    ORDINARY,
    name="core.compress_static_files",
    label=_("Compress style sheets and scripts"),
    later=5,
    queueing_lock="core.compress_static_files",
)
def compress_static_files() -> None:
    """Compress the static files collected by `make run`. Safe to run twice."""
    compress()


def enqueue_compression() -> None:
    """Queue the compression of static files, unless it is already queued."""
    try:
        # Use a savepoint, so that the AlreadyEnqueued error does not abort the caller's
        # transaction.
        with transaction.atomic():
            compress_static_files.defer()
    except AlreadyEnqueued:
        return
