"""Background work: forgetting."""

from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

from .services import erase_old


# 3:40 in Việt Nam.
@app.periodic(cron=daily(3, 40))
@app.task(name="capacity.erase_old", queueing_lock="capacity.erase_old")
def erase_old_qualifications(timestamp: int) -> None:
    """Erase what is known of people who have left."""
    erase_old(today=timezone.localdate())
