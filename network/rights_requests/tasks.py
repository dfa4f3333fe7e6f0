"""Background tasks of rights requests: move them to successors, and erase old texts."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, task

from .services import erase_old, pass_on_to_successors


# At 6:50 Vietnamese time, before the daily mail.
@app.periodic(cron=daily(6, 50))
@task(
    ORDINARY,
    name="rights_requests.pass_on",
    label=_("Pass on requests of agencies that have ended"),
    queueing_lock="rights_requests.pass_on",
)
def pass_on(timestamp: int) -> None:
    """Move open requests of ended agencies to their successors."""
    pass_on_to_successors(now=timezone.now())


@app.periodic(cron="33 * * * *")
@task(
    ORDINARY,
    name="rights_requests.forget",
    label=_("Erase old requests about personal data"),
    queueing_lock="rights_requests.forget",
)
def forget(timestamp: int) -> None:
    """Erase the texts of requests closed long enough ago."""
    erase_old(now=timezone.now())
