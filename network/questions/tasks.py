"""Background jobs of questions: forwarding and erasure."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, task

from . import services, succession


@task(
    ORDINARY,
    name="questions.forget_earlier_wordings",
    label=_("Forget earlier wordings of an answer"),
)
def forget_earlier_wordings(page_id: int) -> None:
    """Remove earlier wordings from the history of a published answer."""
    services.forget_earlier_wordings(page_id=page_id)


# 6:50 in Vietnam, before the daily digest.
@app.periodic(cron=daily(6, 50))
@task(
    ORDINARY,
    name="questions.pass_on",
    label=_("Pass on questions of agencies that have ended"),
    queueing_lock="questions.pass_on",
)
def forward_to_successors(timestamp: int) -> None:
    """Forward the questions of agencies that have ended."""
    succession.forward_to_successors(now=timezone.now())


@app.periodic(cron="23 * * * *")
@task(
    ORDINARY,
    name="questions.forget",
    label=_("Erase old questions and reports"),
    queueing_lock="questions.forget",
)
def forget(timestamp: int) -> None:
    """Erase old questions and problem reports."""
    services.erase_old(now=timezone.now())
