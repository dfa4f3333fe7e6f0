"""Files made readable in the background, one at a time in all workers: each takes a core."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from .viewing import selectors, services

_AT_ONCE = 50


@app.periodic(cron="* * * * *")
@app.task(name="media.render_waiting", queueing_lock="media.render_waiting")
def render_waiting(timestamp: int) -> None:
    """Queue what nobody has begun, and what a killed worker has left."""
    for document in selectors.without_rendering()[:_AT_ONCE]:
        services.add_rendering(document=document)
    for rendering in selectors.unfinished()[:_AT_ONCE]:
        enqueue(rendering.pk)


@app.task(name="media.render", lock="media.render", queue="rendering")
def render(rendering_id: int) -> None:
    """Make one file readable; safe to run twice."""
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
