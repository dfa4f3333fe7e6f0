"""Nightly deletion of old sign-ins."""

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
    """Delete old sign-ins and expired sessions every night."""
    services.purge_sign_ins(now=timezone.now())
