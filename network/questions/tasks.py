"""Background work of the questions: forwarding, and forgetting."""

from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

from . import services, succession


@app.task(name="questions.forget_earlier_wordings")
def forget_earlier_wordings(page_id: int) -> None:
    """Take what was published over what an answer's drafts said."""
    services.forget_earlier_wordings(page_id=page_id)


# 6:50 in Việt Nam, before the daily mail.
@app.periodic(cron=daily(6, 50))
@app.task(name="questions.pass_on", queueing_lock="questions.pass_on")
def forward_to_successors(timestamp: int) -> None:
    """Forward what waits at agencies that have ended."""
    succession.forward_to_successors(now=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(name="questions.forget", queueing_lock="questions.forget")
def forget(timestamp: int) -> None:
    """Erase what was kept long enough: questions and reports."""
    services.erase_old(now=timezone.now())
