"""Periodic jobs of the workflow: scheduled publication and expiry, subscriptions,
signing."""

import logging
from collections.abc import Callable, Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, URGENT, task

from . import comment_mails
from .clock_services import due_page_ids, expire_due_page, publish_due_page
from .heads import append_heads
from .verification import record_verification

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@task(
    URGENT,
    name="moderation.follow_the_clock",
    label=_("Publish and expire pages at their hour"),
    queueing_lock="moderation.follow_the_clock",
    lock="moderation.follow_the_clock",
)
def publish_and_expire_due_pages(timestamp: int) -> None:
    """Publish the pages due now and unpublish the expired ones.

    Each page is locked and checked again in its own transaction, so a repeated run changes nothing.
    Replaces Wagtail's publish_scheduled, which writes no decision log and checks no rules.
    """
    to_publish, to_expire = due_page_ids(timezone.now())
    _each(to_publish, lambda pk: publish_due_page(page_id=pk, now=timezone.now()))
    _each(to_expire, lambda pk: expire_due_page(page_id=pk, now=timezone.now()))


# 1:30 in Vietnam.
@app.periodic(cron=daily(1, 30))
@task(
    ORDINARY,
    name="moderation.end_subscriptions",
    label=_("End subscriptions to comments"),
    queueing_lock="moderation.end_subscriptions",
)
def end_subscriptions(timestamp: int) -> None:
    """Delete comment subscriptions of people who no longer serve the page's agency."""
    comment_mails.end_subscriptions(now=timezone.now())


# 0:10 in Vietnam, so that each day with decisions gets a signed head.
@app.periodic(cron=daily(0, 10))
@task(
    ORDINARY,
    name="moderation.sign_heads",
    label=_("Sign the decision log"),
    queueing_lock="moderation.sign_heads",
)
def sign_heads(timestamp: int) -> None:
    """Append the signed heads of the decision logs to the file outside the database."""
    append_heads(now=timezone.now())


# 3:10 in Việt Nam.
@app.periodic(cron=daily(3, 10))
@task(
    ORDINARY,
    name="moderation.verify_chains",
    label=_("Verify the decision log"),
    later=5,
    queueing_lock="moderation.verify_chains",
)
def verify_chains(timestamp: int) -> None:
    """Verify the decision logs of all agencies and store the result for the system check."""
    record_verification(now=timezone.now())


def _each(page_ids: Iterable[int], move: Callable[[int], object]) -> None:
    for page_id in page_ids:
        try:
            move(page_id)
        except Exception:
            # A failing page must not delay the other pages that are due.
            logger.exception("page %s was left by the clock", page_id)
