"""The order in which the worker does what a first start has queued."""

from contextlib import suppress

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

# Who opens a page before its pictures are there waits for them.
_PICTURES, _CONVERSIONS, _CHECKS = 10, -10, -20
_CHECK = "oversight.check_agencies"
_PRIORITY = """
UPDATE procrastinate_jobs SET priority = %s WHERE task_name = %s AND status = 'todo'
"""


def order_jobs() -> None:
    """Let the worker make pictures first and open files last, then judge the agencies once more.

    Materials whose files nobody can read yet do not meet their requirement. Queues nothing if no
    file waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PRIORITY, [_PICTURES, "sites.make_pictures"])
        cursor.execute(_PRIORITY, [_CONVERSIONS, "media.render"])
        files_wait = cursor.rowcount > 0
    if files_wait:
        # An earlier start that was stopped has queued it already: then nothing is left to do.
        with suppress(AlreadyEnqueued), transaction.atomic():
            # With the lock of the conversions, or it could begin between two of them.
            task = app.configure_task(
                _CHECK, lock="media.render", queueing_lock=_CHECK, priority=_CHECKS
            )
            task.defer(timestamp=0)
