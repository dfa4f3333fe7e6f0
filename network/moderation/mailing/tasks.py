"""Periodic job of the reminders."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.queues import ORDINARY, task

from . import reminders


@app.periodic(cron="*/10 * * * *")
@task(
    ORDINARY,
    name="moderation.queue_debt_reminders",
    label=_("Remind of appraisals that are owed"),
    queueing_lock="moderation.queue_debt_reminders",
)
def queue_debt_reminders(timestamp: int) -> None:
    """Queue the reminders of appraisals owed for urgent publications."""
    reminders.queue_debt_reminders(now=timezone.now())
