"""The nightly deletion, in the background."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, task

from .services import prune_all


# After the tasks that read what is deleted here; everybody else's job goes first.
@app.periodic(cron=daily(3, 10))
@task(
    ORDINARY,
    name="retention.prune",
    label=_("Delete rows and files whose time is over"),
    later=5,
    queueing_lock="retention.prune",
    lock="retention.prune",
)
def prune(timestamp: int) -> None:
    """Delete the rows and derived files whose time is over."""
    prune_all(now=timezone.now())
