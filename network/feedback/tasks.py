"""Background task: the nightly sums."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.queues import ORDINARY, task

from .services import fold_past_days


# 0:10 in Vietnam, and hourly afterwards, so that a worker that was down then catches up.
@app.periodic(cron="10 * * * *")
@task(
    ORDINARY,
    name="feedback.fold",
    label=_("Add up the ratings of yesterday and delete their marks"),
    queueing_lock="feedback.fold",
)
def fold(timestamp: int) -> None:
    """Add up the ratings of past days."""
    fold_past_days(now=timezone.now())
