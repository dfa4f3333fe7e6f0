"""Background task: the open rows and the sections of ended agencies pass to their successors."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, task

from .corrections import derive_corrections
from .former_titles import derive_former_titles
from .holdings import hand_over_open_rows


# At 6:50 Vietnamese time, before the daily mail.
@app.periodic(cron=daily(6, 50))
@task(
    ORDINARY,
    name="agencies.pass_on",
    label=_("Pass on what waits at agencies that have ended"),
    queueing_lock="agencies.pass_on",
)
def pass_on(timestamp: int) -> None:
    """Pass on the open questions, requests, reports and cases of ended agencies, and who corrects
    their sections and how these are called in the admin."""
    derive_corrections(day=timezone.localdate())
    derive_former_titles(day=timezone.localdate())
    hand_over_open_rows(now=timezone.now())
