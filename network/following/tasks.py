"""Mails and tidying of following; no job bears a mail address."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

MAIL_RETRY = RetryStrategy(max_attempts=5, exponential_wait=5)


@app.task(name="following.send_confirmation", retry=MAIL_RETRY)
def send_confirmation(request_id: int) -> None:
    """Mail the link that confirms what somebody asked to follow."""
    # The services defer tasks of this module: importing them at the top would go in a circle.
    from . import digest_services

    digest_services.send_confirmation(request_id=request_id)


# 7:00 in Việt Nam (the queue's clock is UTC) and every hour after it: a worker that was down at
# seven sends later what was due then.
@app.periodic(cron="0 * * * *")
@app.task(name="following.queue_digests", queueing_lock="following.queue_digests")
def queue_digests(timestamp: int) -> None:
    """Queue the digests that are due."""
    from . import digest_services

    digest_services.queue_digests(now=timezone.now())


@app.task(name="following.send_digests", retry=MAIL_RETRY)
def send_digests(subscriber_ids: list[int]) -> None:
    """Mail a batch of people what is new; each of them once."""
    from . import digest_services

    digest_services.send_digests(subscriber_ids=subscriber_ids, now=timezone.now())


@app.periodic(cron="35 * * * *")
@app.task(name="following.forget_expired", queueing_lock="following.forget_expired")
def forget_expired(timestamp: int) -> None:
    """Delete the requests that nobody confirmed in time."""
    from . import services

    services.forget_expired(now=timezone.now())
