"""The daily purge, in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

from . import services


@app.periodic(cron=daily(3, 25))
@app.task(name="accounts.purge_sign_ins", queueing_lock="accounts.purge_sign_ins")
def purge_sign_ins(timestamp: int) -> None:
    """Forget old sign-ins and dead sessions, once a night."""
    services.purge_sign_ins(now=timezone.now())
