"""Order of the jobs that the first start queues for the worker."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from .tasks import conversions_done


def order_jobs() -> None:
    """Queue another check of the agencies, to run when their files can be read.

    Materials do not meet their requirement until their files are readable. Queues nothing if no
    conversion is waiting.
    """
    if ProcrastinateJob.objects.filter(task_name="media.render", status="todo").exists():
        # An earlier, interrupted start may have queued it already.
        with suppress(AlreadyEnqueued), transaction.atomic():
            conversions_done.defer()
