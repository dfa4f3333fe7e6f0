"""Background tasks for files. Renderings run one at a time across all workers, since each uses a
core."""

from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from network.core.disk import is_full
from network.core.queues import HEAVY, ORDINARY, task

from .inspection.stored import check_stored_file, unchecked_files
from .viewing import selectors, services

_AT_ONCE = 50


@app.periodic(cron="* * * * *")
@task(
    ORDINARY,
    name="media.render_waiting",
    label=_("Find files to convert"),
    queueing_lock="media.render_waiting",
)
def render_waiting(timestamp: int) -> None:
    """Queue renderings that nobody has started or that a killed worker has left unfinished."""
    if is_full():
        return
    for document in selectors.without_rendering()[:_AT_ONCE]:
        services.add_rendering(document=document)
    for rendering in selectors.unfinished()[:_AT_ONCE]:
        enqueue(rendering.pk)


@app.periodic(cron="* * * * *")
@task(
    ORDINARY,
    name="media.check_stored",
    label=_("Inspect stored files"),
    later=5,
    queueing_lock="media.check_stored",
    lock="media.check_stored",
)
def check_stored(timestamp: int) -> None:
    """Inspect stored files, old and new, that were not inspected with the newest rules."""
    for stored in islice(unchecked_files(), _AT_ONCE):
        check_stored_file(stored, now=timezone.now())


@task(HEAVY, name="media.render", label=_("Convert a file for reading"), lock="media.render")
def render(rendering_id: int) -> None:
    """Make one file readable. Safe to run twice."""
    # The rendering stays in state waiting; `render_waiting` queues it again when there is disk
    # space.
    if is_full():
        return
    services.render(rendering_id=rendering_id, now=timezone.now())


def enqueue(rendering_id: int) -> None:
    """Queue one rendering, unless it is already queued."""
    job = render.configure(queueing_lock=f"media.rendering.{rendering_id}")
    try:
        # Use a savepoint, so that the AlreadyEnqueued error does not abort the caller's
        # transaction.
        with transaction.atomic():
            job.defer(rendering_id=rendering_id)
    except AlreadyEnqueued:
        return
