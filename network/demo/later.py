"""Order of the jobs that the first start queues for the worker."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from network.opendata.tasks import make_catalogue

from .tasks import conversions_done


def order_jobs() -> None:
    """Queue the first catalogue of open data, and another check of the agencies, to run when their
    files can be read.

    Materials do not meet their requirement until their files are readable. No check is queued if no
    conversion is waiting.
    """
    with suppress(AlreadyEnqueued), transaction.atomic():
        make_catalogue.defer(timestamp=0)
    if ProcrastinateJob.objects.filter(task_name="media.render", status="todo").exists():
        # An earlier, interrupted start may have queued it already.
        with suppress(AlreadyEnqueued), transaction.atomic():
            conversions_done.defer()
