"""Background work of reports: what is counted, anew each night until it is frozen."""

from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

from .services import fill_open_periods


# 1:20 in Việt Nam, before the checks of requirements.
@app.periodic(cron=daily(1, 20))
@app.task(name="reporting.fill", queueing_lock="reporting.fill")
def fill(timestamp: int) -> None:
    """Fill in the reports of open periods."""
    fill_open_periods(now=timezone.now())
