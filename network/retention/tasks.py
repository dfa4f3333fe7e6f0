"""The nightly deletion, in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

from .services import prune_all


# After the tasks that read what is deleted here; everybody else's job goes first.
@app.periodic(cron=daily(3, 10))
@app.task(
    name="retention.prune", queueing_lock="retention.prune", lock="retention.prune", priority=-10
)
def prune(timestamp: int) -> None:
    """Delete the rows and derived files whose time is over."""
    prune_all(now=timezone.now())
