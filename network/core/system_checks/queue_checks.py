"""Checks of the background jobs: how long due jobs wait, and how many have failed."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .findings import SystemCheck, SystemFinding, failing, good, warning

# A job without a time of its own is due since it was queued, which its first event tells. The
# oldest such job of a queue is the one with the smallest id.
_WAITING = """
SELECT due.queue_name, due.count,
       extract(epoch FROM clock_timestamp() - least(due.oldest, (
           SELECT min(event.at) FROM procrastinate_events AS event WHERE event.job_id = due.job_id
       )))::float
  FROM (SELECT queue_name, count(*) AS count, min(scheduled_at) AS oldest,
               min(id) FILTER (WHERE scheduled_at IS NULL) AS job_id
          FROM procrastinate_jobs
         WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
         GROUP BY queue_name) AS due
 ORDER BY due.queue_name
"""
_FAILED = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"


def check_queues(now: dt.datetime) -> SystemFinding:
    """Find the due job that has waited longest in each queue."""
    rows = _rows(_WAITING)
    figures: dict[str, float] = {}
    for queue, count, seconds in rows:
        figures |= {f"{queue}_waiting": count, f"{queue}_oldest_seconds": round(seconds or 0)}
    count = sum(row[1] for row in rows)
    queue, _count, seconds = max(rows, key=lambda row: row[2] or 0, default=("", 0, 0.0))
    minutes = (seconds or 0) / 60
    value = _("%(count)d, the oldest for %(wait)s") % {"count": count, "wait": _wait(minutes)}
    warn_from, fail_from = settings.QUEUE_WAIT_MINUTES
    if minutes < warn_from:
        return good(value, figures=figures)
    find = failing if minutes >= fail_from else warning
    return find(
        value,
        what=_("Jobs of the queue “%(queue)s” wait too long.") % {"queue": queue},
        to_do=_("See that the worker runs; if it does, wait until it has caught up."),
        figures=figures,
    )


def check_failed_jobs(now: dt.datetime) -> SystemFinding:
    """Count the jobs that ended with an error."""
    ((count,),) = _rows(_FAILED)
    if not count:
        return good("0", figures={"jobs": 0})
    return warning(
        str(count),
        what=_("Background jobs ended with an error, and their work was not done."),
        to_do=_("Read the log of the worker, remove the cause and run the jobs again."),
        figures={"jobs": count},
    )


def _rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def _wait(minutes: float) -> str:
    if minutes < 2:
        return _("%(seconds)d s") % {"seconds": round(minutes * 60)}
    return _("%(minutes)d minutes") % {"minutes": round(minutes)}


CHECKS = {
    "queues": SystemCheck(gettext_lazy("Queues"), check_queues),
    "failed_jobs": SystemCheck(gettext_lazy("Failed jobs"), check_failed_jobs),
}
