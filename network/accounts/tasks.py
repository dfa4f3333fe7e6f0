"""The daily purge, in the background."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, task

from . import services


@app.periodic(cron=daily(3, 25))
@task(
    ORDINARY,
    name="accounts.purge_sign_ins",
    label=_("Delete old sign-ins"),
    queueing_lock="accounts.purge_sign_ins",
)
def purge_sign_ins(timestamp: int) -> None:
    """Forget old sign-ins and dead sessions, once a night."""
    services.purge_sign_ins(now=timezone.now())
