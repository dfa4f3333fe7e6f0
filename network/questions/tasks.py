"""Background jobs of questions: forwarding and erasure."""

from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

from . import services, succession


@app.task(name="questions.forget_earlier_wordings")
def forget_earlier_wordings(page_id: int) -> None:
    """Remove earlier wordings from the history of a published answer."""
    services.forget_earlier_wordings(page_id=page_id)


# 6:50 in Vietnam, before the daily digest.
@app.periodic(cron=daily(6, 50))
@app.task(name="questions.pass_on", queueing_lock="questions.pass_on")
def forward_to_successors(timestamp: int) -> None:
    """Forward the questions of agencies that have ended."""
    succession.forward_to_successors(now=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(name="questions.forget", queueing_lock="questions.forget")
def forget(timestamp: int) -> None:
    """Erase old questions and problem reports."""
    services.erase_old(now=timezone.now())
