"""Work of no agency in particular that runs in the background."""

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
    """Weigh the titles that were indexed since yesterday as the others are weighed."""
    get_search_backend().refresh_title_norms()


@app.periodic(cron="25 * * * *")
@task(
    ORDINARY,
    name="core.forget_attempts",
    label=_("Delete expired counters of attempts"),
    queueing_lock="core.forget_attempts",
)
def forget_attempts(timestamp: int) -> None:
    """Delete the counters of attempts that have no effect any more."""
    now = timezone.now()
    counting.forget_attempts(now=now)
    delays.forget_levels(now=now)


# After what people wait for: on the machine itself nobody notices the size of a file.
@task(
    ORDINARY,
    name="core.compress_static_files",
    label=_("Compress style sheets and scripts"),
    later=5,
    queueing_lock="core.compress_static_files",
)
def compress_static_files() -> None:
    """Compress the static files that `make run` has collected; safe to run twice."""
    compress()


def enqueue_compression() -> None:
    """Queue the compression of static files, once."""
    try:
        # A savepoint: the refusal must not spoil a transaction around us.
        with transaction.atomic():
            compress_static_files.defer()
    except AlreadyEnqueued:
        return
