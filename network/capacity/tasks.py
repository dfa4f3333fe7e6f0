"""Nightly erasure of qualifications."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, task

from .services import erase_old


# 3:40 in Vietnam.
@app.periodic(cron=daily(3, 40))
@task(
    ORDINARY,
    name="capacity.erase_old",
    label=_("Erase qualifications of people who have left"),
    queueing_lock="capacity.erase_old",
)
def erase_old_qualifications(timestamp: int) -> None:
    """Erase the qualifications of people who left long ago."""
    erase_old(today=timezone.localdate())
