"""Background work of channels: who left in the night and still holds keys."""

from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

from .departures import report_departures


# Soon after memberships have ended with their day.
@app.periodic(cron=daily(0, 20))
@app.task(name="channels.report_departures", queueing_lock="channels.report_departures")
def tell_of_departures(timestamp: int) -> None:
    """Write down and tell whose membership ended while the register names them as admins."""
    report_departures(now=timezone.now())
