"""Periodic jobs: digests and deletion of expired requests."""

from django.utils import timezone
from procrastinate.contrib.django import app

from . import digest_services, services


# 7:00 in Vietnam (the queue runs in UTC) and hourly afterwards, so that a worker that was down at
# seven catches up.
@app.periodic(cron="0 * * * *")
@app.task(name="following.queue_digests", queueing_lock="following.queue_digests")
def queue_digests(timestamp: int) -> None:
    digest_services.queue_digests(now=timezone.now())


@app.periodic(cron="35 * * * *")
@app.task(name="following.forget_expired", queueing_lock="following.forget_expired")
def forget_expired(timestamp: int) -> None:
    """Delete the requests that were not confirmed in time."""
    services.forget_expired(now=timezone.now())
