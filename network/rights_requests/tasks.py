"""Background task of rights requests: erase old texts."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.queues import ORDINARY, task

from .services import erase_old


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
