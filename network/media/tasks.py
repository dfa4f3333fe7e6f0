"""Files made readable in the background, one at a time in all workers: each takes a core."""

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
    """Queue what nobody has begun, and what a killed worker has left."""
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
    """Inspect stored files that the newest rules have not seen: those of before, and new ones."""
    for stored in islice(unchecked_files(), _AT_ONCE):
        check_stored_file(stored, now=timezone.now())


@task(HEAVY, name="media.render", label=_("Convert a file for reading"), lock="media.render")
def render(rendering_id: int) -> None:
    """Make one file readable; safe to run twice."""
    # The file goes on waiting; `render_waiting` queues it when there is room.
    if is_full():
        return
    services.render(rendering_id=rendering_id, now=timezone.now())


def enqueue(rendering_id: int) -> None:
    """Queue one file, once."""
    job = render.configure(queueing_lock=f"media.rendering.{rendering_id}")
    try:
        # A savepoint: the refusal must not spoil a transaction around us.
        with transaction.atomic():
            job.defer(rendering_id=rendering_id)
    except AlreadyEnqueued:
        return
