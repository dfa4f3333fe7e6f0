"""Background job of the validity of materials."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, task

from . import reviews


@app.periodic(cron=daily(0, 20))
@task(
    ORDINARY,
    name="sites.keep_reviews",
    label=_("Ask for the reviews of materials"),
    queueing_lock="sites.keep_reviews",
)
def keep_reviews(timestamp: int) -> None:
    """Open the due reviews of materials. Safe to run twice."""
    reviews.keep_reviews(now=timezone.now())
