"""Order of the jobs that the first start queues for the worker."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from network.core.queues import HEAVY

_CHECK = "oversight.check_agencies"
# After all conversions, with which it shares a lock.
_LAST = HEAVY.priority - 10


def order_jobs() -> None:
    """Queue another check of the agencies, to run after the conversion of their files.

    Materials do not meet their requirement until their files are readable. Queues nothing if no
    conversion is waiting.
    """
    if ProcrastinateJob.objects.filter(task_name="media.render", status="todo").exists():
        # An earlier, interrupted start may have queued it already.
        with suppress(AlreadyEnqueued), transaction.atomic():
            # The conversions' lock prevents it from starting between two of them.
            task = app.configure_task(
                _CHECK, lock="media.render", queueing_lock=_CHECK, priority=_LAST
            )
            task.defer(timestamp=0)
