"""Background work of the shared workflow: the clock of every page, and what queues mails."""

import logging
from collections.abc import Callable, Iterable

from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

from . import comment_mails
from .clock_services import due_page_ids, expire_due_page, publish_due_page
from .heads import append_heads
from .mailing import reminders

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(
    name="moderation.follow_the_clock",
    queueing_lock="moderation.follow_the_clock",
    lock="moderation.follow_the_clock",
)
def publish_and_expire_due_pages(timestamp: int) -> None:
    """Publish the pages whose hour has come and take away those whose time is over.

    A transaction for each page, locked and asked again in it: running twice does nothing twice.
    Wagtail's own publish_scheduled, which nothing here runs, keeps no log and asks no rule.
    """
    to_publish, to_expire = due_page_ids(timezone.now())
    _each(to_publish, lambda pk: publish_due_page(page_id=pk, now=timezone.now()))
    _each(to_expire, lambda pk: expire_due_page(page_id=pk, now=timezone.now()))


@app.periodic(cron="*/10 * * * *")
@app.task(name="moderation.queue_debt_reminders", queueing_lock="moderation.queue_debt_reminders")
def queue_debt_reminders(timestamp: int) -> None:
    """Queue the reminders of appraisals owed for what was published urgently."""
    reminders.queue_debt_reminders(now=timezone.now())


# 1:30 in Việt Nam.
@app.periodic(cron=daily(1, 30))
@app.task(name="moderation.end_subscriptions", queueing_lock="moderation.end_subscriptions")
def end_subscriptions(timestamp: int) -> None:
    """Forget who follows pages of agencies that they do not serve any more."""
    comment_mails.end_subscriptions(now=timezone.now())


# 0:10 in Việt Nam: a head of each day that has decisions.
@app.periodic(cron=daily(0, 10))
@app.task(name="moderation.sign_heads", queueing_lock="moderation.sign_heads")
def sign_heads(timestamp: int) -> None:
    """Append the signed heads of the decision logs to the file outside the database."""
    append_heads(now=timezone.now())


def _each(page_ids: Iterable[int], move: Callable[[int], object]) -> None:
    for page_id in page_ids:
        try:
            move(page_id)
        except Exception:
            # Whatever ails one page, the others' hour has come as well.
            logger.exception("page %s was left by the clock", page_id)
