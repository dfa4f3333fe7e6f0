"""Put off jobs that need not run before the first page is shown."""

from django.db import connection
from procrastinate.contrib.django import app

_CONVERSIONS, _CHECKS = -10, -20


def put_off_slow_jobs() -> None:
    """Let the worker open files after everything else, and judge the agencies once more after that.

    Materials whose files nobody can read yet do not meet their requirement. Adds nothing where no
    file waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET priority = %s"
            " WHERE task_name = 'media.render' AND status = 'todo'",
            [_CONVERSIONS],
        )
        if cursor.rowcount:
            lock = "oversight.check_agencies"
            task = app.configure_task(lock, queueing_lock=lock, priority=_CHECKS)
            task.defer(timestamp=0)
