"""Periodic job of directives: assign recurring tasks."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, task

from .task_services import assign_next_periods


# 6:40 in Vietnam, before the daily digest.
@app.periodic(cron=daily(6, 40))
@task(
    ORDINARY,
    name="directives.next_periods",
    label=_("Assign recurring tasks for the next period"),
    queueing_lock="directives.next_periods",
)
def give_next_periods(timestamp: int) -> None:
    """Assign recurring tasks for periods that have begun."""
    assign_next_periods(now=timezone.now())
