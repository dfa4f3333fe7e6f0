"""Background jobs of reports: nightly recounts until a period is frozen, and printing."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from network.core.cron import daily
from network.core.disk import WAIT_FOR_ROOM, require_room
from network.core.queues import HEAVY, ORDINARY, task

from .printing import print_report, print_totals
from .services import fill_open_periods


# 1:20 in Vietnam, before the checks of requirements.
@app.periodic(cron=daily(1, 20))
@task(
    ORDINARY,
    name="reporting.fill",
    label=_("Fill in the reports of open periods"),
    later=2,
    queueing_lock="reporting.fill",
)
def fill(timestamp: int) -> None:
    """Fill in the reports of open periods."""
    fill_open_periods(now=timezone.now())


# Shares one lock with file rendering, because each takes a CPU core.
@task(
    HEAVY,
    name="reporting.print",
    label=_("Print a report"),
    later=-5,
    lock="media.render",
    retry=WAIT_FOR_ROOM,
)
def make_print(report_id: int) -> None:
    """Print one report. Safe to run twice."""
    require_room()
    print_report(report_id=report_id)


@task(
    HEAVY,
    name="reporting.print_totals",
    label=_("Print a consolidated report"),
    later=-5,
    lock="media.render",
    retry=WAIT_FOR_ROOM,
)
def make_print_of_totals(period_id: int, issuer_id: int) -> None:
    """Print one consolidated report. Safe to run twice."""
    require_room()
    print_totals(period_id=period_id, issuer_id=issuer_id)


def queue_print(report_id: int) -> None:
    """Queue the print of a report, unless it is queued already."""
    _queue(make_print, f"reporting.print.{report_id}", report_id=report_id)


def queue_print_of_totals(period_id: int, issuer_id: int) -> None:
    """Queue the print of a consolidated report, unless it is queued already for this issuer."""
    name = f"reporting.print_totals.{period_id}.{issuer_id}"
    _queue(make_print_of_totals, name, period_id=period_id, issuer_id=issuer_id)


def _queue(task: Task, name: str, **arguments: int) -> None:
    try:
        # A savepoint, so that a refused duplicate does not break the surrounding transaction.
        with transaction.atomic():
            task.configure(queueing_lock=name).defer(**arguments)
    except AlreadyEnqueued:
        return
