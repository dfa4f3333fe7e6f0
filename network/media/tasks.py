"""Background tasks for files. Conversions run one at a time across all workers, since each uses a
core; beside them, one job at a time recognises the text of scans.

Each waiting file has a job, but a job serves the file whose turn it is (`viewing.turns`)."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from network.core.disk import is_full
from network.core.queues import HEAVY, ORDINARY, SCANS, task
from network.core.stored_files import StoreAway

from .inspection.stored import check_stored_file, unchecked_files
from .viewing import scans, selectors, services
from .viewing.models import ConversionStage, Rendering
from .viewing.turns import next_file

logger = logging.getLogger(__name__)

_AT_ONCE = 50


@contextmanager
def _waiting_for_the_store() -> Iterator[None]:
    """End a job early if the object store is away: what it left is queued again every minute."""
    try:
        yield
    except StoreAway as error:
        logger.warning("the object store is away: %s", error)


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
        enqueue(rendering)


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
    with _waiting_for_the_store():
        for stored in islice(unchecked_files(), _AT_ONCE):
            check_stored_file(stored, now=timezone.now())


@task(HEAVY, name="media.render", label=_("Convert a file for reading"), lock="media.render")
def render(rendering_id: int) -> None:
    """Convert the file whose turn it is. Safe to run twice."""
    # The rendering stays in state waiting; `render_waiting` queues it again when there is disk
    # space.
    if is_full():
        return
    now = timezone.now()
    key = next_file(ConversionStage.CONVERT, now=now)
    with _waiting_for_the_store():
        rendering = services.render(rendering_id=key, now=now) if key else None
        if rendering and rendering.pages_unread:
            enqueue(rendering)


@task(
    SCANS, name="media.read_scan", label=_("Recognise the text of a scan"), lock="media.read_scan"
)
def read_scan(rendering_id: int) -> None:
    """Read a few pages of the scan whose turn it is. Safe to run twice."""
    if is_full():
        return
    now = timezone.now()
    key = next_file(ConversionStage.READ, now=now)
    with _waiting_for_the_store():
        if key:
            scans.read_scan(rendering_id=key, now=now)
    # The scan that queued this job may not have had its last turn.
    own = selectors.unfinished().filter(pk=rendering_id).first()
    if own:
        enqueue(own)


def enqueue(rendering: Rendering) -> None:
    """Queue the next step of the work on a file, unless it is already queued."""
    task, lock = _JOBS[rendering.stage]
    try:
        # Use a savepoint, so that the AlreadyEnqueued error does not abort the caller's
        # transaction.
        with transaction.atomic():
            task.configure(queueing_lock=f"{lock}.{rendering.pk}").defer(rendering_id=rendering.pk)
    except AlreadyEnqueued:
        return


# Task and name of the queueing lock by stage.
_JOBS = {
    ConversionStage.CONVERT: (render, "media.rendering"),
    ConversionStage.READ: (read_scan, "media.scan"),
}
