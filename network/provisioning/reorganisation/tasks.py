"""Background task: reorganisations of agencies go on until they are done or undone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from network.core.queues import ORDINARY, task

from . import execution


@app.periodic(cron="* * * * *")
@task(
    ORDINARY,
    name="provisioning.carry_on",
    label=_("Carry out reorganisations of agencies"),
    queueing_lock="provisioning.carry_on",
)
def carry_on(timestamp: int) -> None:
    """Go on with the reorganisations that are being carried out or undone."""
    execution.carry_on(now=timezone.now())


def carry_on_soon() -> None:
    """Let the background task run now rather than at the next minute, unless it waits already."""
    try:
        # The savepoint keeps the caller's transaction usable after the error.
        with transaction.atomic():
            carry_on.defer(timestamp=int(timezone.now().timestamp()))
    except AlreadyEnqueued:
        pass
