"""Background task: stops follow the clock."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.queues import URGENT, task

from . import services


@app.periodic(cron="* * * * *")
@task(
    URGENT,
    name="stops.follow_the_clock",
    label=_("Begin planned stops, and ask for a new time of overdue ones"),
    queueing_lock="stops.follow_the_clock",
)
def follow_the_clock(timestamp: int) -> None:
    """Move stops whose hour has come."""
    services.follow_the_clock(now=timezone.now())
