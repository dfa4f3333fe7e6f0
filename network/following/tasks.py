"""Periodic jobs: digests and deletion of expired requests."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.queues import ORDINARY, task

from . import digest_services, services


# 7:00 in Vietnam (the queue runs in UTC) and hourly afterwards, so that a worker that was down at
# seven catches up.
@app.periodic(cron="0 * * * *")
@task(
    ORDINARY,
    name="following.queue_digests",
    label=_("Queue the digests of followers"),
    queueing_lock="following.queue_digests",
)
def queue_digests(timestamp: int) -> None:
    digest_services.queue_digests(now=timezone.now())


@app.periodic(cron="35 * * * *")
@task(
    ORDINARY,
    name="following.forget_expired",
    label=_("Delete unconfirmed requests to follow"),
    queueing_lock="following.forget_expired",
)
def forget_expired(timestamp: int) -> None:
    """Delete the requests that were not confirmed in time."""
    services.forget_expired(now=timezone.now())
