"""The order in which the worker does what a first start has queued."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from network.core.queues import HEAVY

_CHECK = "oversight.check_agencies"
# Behind all conversions, whose lock it shares.
_LAST = HEAVY.priority - 10


def order_jobs() -> None:
    """Queue another check of the agencies behind the conversions of their files.

    Materials whose files nobody can read yet do not meet their requirement. Queues nothing if no
    file waits.
    """
    if ProcrastinateJob.objects.filter(task_name="media.render", status="todo").exists():
        # An earlier start that was stopped has queued it already: then nothing is left to do.
        with suppress(AlreadyEnqueued), transaction.atomic():
            # With the lock of the conversions, or it could begin between two of them.
            task = app.configure_task(
                _CHECK, lock="media.render", queueing_lock=_CHECK, priority=_LAST
            )
            task.defer(timestamp=0)
