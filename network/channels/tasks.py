"""Background work of channels: the month's scans, and who left and still holds keys."""

from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

from .departures import report_departures
from .watch.services import open_scans


# Soon after memberships have ended with their day.
@app.periodic(cron=daily(0, 20))
@app.task(name="channels.report_departures", queueing_lock="channels.report_departures")
def tell_of_departures(timestamp: int) -> None:
    """Write down and tell whose membership ended while the register names them as admins."""
    report_departures(now=timezone.now())


# Each night, so that an agency opened within the month has its scan the next day.
@app.periodic(cron=daily(4, 10))
@app.task(name="channels.open_scans", queueing_lock="channels.open_scans")
def open_month_scans(timestamp: int) -> None:
    """Open this month's scan of every agency that has none."""
    open_scans(now=timezone.now())
