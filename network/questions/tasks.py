"""Background jobs of questions: erasure of wordings, questions and reports."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.queues import ORDINARY, task

from . import services


@task(
    ORDINARY,
    name="questions.forget_earlier_wordings",
    label=_("Forget earlier wordings of an answer"),
)
def forget_earlier_wordings(page_id: int) -> None:
    """Remove earlier wordings from the history of a published answer."""
    services.forget_earlier_wordings(page_id=page_id)


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
