"""Background work of reports: counting anew each night until it is frozen, and printing."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from network.core.cron import daily

from .printing import print_report
from .services import fill_open_periods


# 1:20 in Việt Nam, before the checks of requirements.
@app.periodic(cron=daily(1, 20))
@app.task(name="reporting.fill", queueing_lock="reporting.fill")
def fill(timestamp: int) -> None:
    """Fill in the reports of open periods."""
    fill_open_periods(now=timezone.now())


# One at a time with the files of agencies: each takes a core.
@app.task(name="reporting.print", lock="media.render", queue="rendering")
def make_print(report_id: int) -> None:
    """Print one report; safe to run twice."""
    print_report(report_id=report_id)


def queue_print(report_id: int) -> None:
    """Queue the print of a report, once."""
    job = make_print.configure(queueing_lock=f"reporting.print.{report_id}")
    try:
        # A savepoint: the refusal must not spoil a transaction around us.
        with transaction.atomic():
            job.defer(report_id=report_id)
    except AlreadyEnqueued:
        return
