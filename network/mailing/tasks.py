"""Background tasks of the mail queue. Jobs contain only the id of a mail."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import MAIL, ORDINARY, task
from network.core.working_days import is_working_day

from . import digests, services


@task(MAIL, name="mailing.send", label=_("Send a mail"))
def send(mail_id: int) -> None:
    """Send a mail to the remaining recipients. On failure `try_again` queues it again."""
    services.send(mail_id=mail_id, now=timezone.now())


@app.periodic(cron="* * * * *")
@task(
    ORDINARY,
    name="mailing.try_again",
    label=_("Find the mails to send again"),
    queueing_lock="mailing.try_again",
    lock="mailing.try_again",
)
def try_again(timestamp: int) -> None:
    """Queue the mails that are due for another attempt."""
    services.try_again(now=timezone.now())


@app.periodic(cron=daily(1, 15))
@task(
    ORDINARY,
    name="mailing.forget_done",
    label=_("Delete old mails"),
    queueing_lock="mailing.forget_done",
)
def forget_done(timestamp: int) -> None:
    """Delete finished mails after the retention time."""
    services.forget_done(now=timezone.now())


@app.periodic(cron=daily(7, 0))
@task(
    ORDINARY,
    name="mailing.queue_digests",
    label=_("Queue the daily mails"),
    queueing_lock="mailing.queue_digests",
)
def queue_digests(timestamp: int) -> None:
    """Queue the daily mails, on working days only."""
    if is_working_day(timezone.localdate()):
        digests.queue_digests(now=timezone.now())
