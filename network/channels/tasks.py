"""Background tasks: monthly scans, departures of channel admins, erasure of reports."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, task

from .cases.reports import erase_old
from .cases.watch.services import open_scans
from .register.departures import report_departures


# Soon after midnight, when memberships end.
@app.periodic(cron=daily(0, 20))
@task(
    ORDINARY,
    name="channels.report_departures",
    label=_("Report channel admins who have left"),
    queueing_lock="channels.report_departures",
)
def tell_of_departures(timestamp: int) -> None:
    """Log and report channel admins whose membership has ended."""
    report_departures(now=timezone.now())


# Daily, so that an agency created within the month has its scan the next day.
@app.periodic(cron=daily(4, 10))
@task(
    ORDINARY,
    name="channels.open_scans",
    label=_("Open the monthly scans for fake pages"),
    queueing_lock="channels.open_scans",
)
def open_month_scans(timestamp: int) -> None:
    """Open this month's scan of every agency that has none."""
    open_scans(now=timezone.now())


@app.periodic(cron="37 * * * *")
@task(
    ORDINARY,
    name="channels.forget_reports",
    label=_("Erase old reports of fake pages"),
    queueing_lock="channels.forget_reports",
)
def forget_reports(timestamp: int) -> None:
    """Erase citizens' reports that were answered long enough ago."""
    erase_old(now=timezone.now())
