"""Check how long due background jobs have been waiting."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.queues import FETCHING, HEAVY, MAIL, ORDINARY, SCANS, URGENT

from .findings import Level, SystemCheck, SystemFinding, failing, good, warning

# A job without a scheduled time is due since it was queued, the time of its first event. The oldest
# such job of a queue is the one with the smallest id.
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
_LABELS = {
    URGENT.queue: gettext_lazy("publication and search"),
    ORDINARY.queue: gettext_lazy("ordinary work"),
    FETCHING.queue: gettext_lazy("fetching of news"),
    MAIL.queue: gettext_lazy("mail"),
    HEAVY.queue: gettext_lazy("conversion of files"),
    SCANS.queue: gettext_lazy("text recognition of scans"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Due jobs of a queue: their number, and the waiting time of the oldest."""

    queue: str
    count: int
    seconds: float | None

    @property
    def minutes(self) -> float:
        return (self.seconds or 0) / 60

    @property
    def level(self) -> Level:
        """Return the level by the limits of this queue. An unknown queue has those of the ordinary
        lane."""
        limits = settings.QUEUE_WAIT_MINUTES
        warn_from, fail_from = limits.get(self.queue) or limits[ORDINARY.queue]
        return Level((self.minutes >= warn_from) + (self.minutes >= fail_from))

    @property
    def label(self) -> str:
        return str(_LABELS.get(self.queue, self.queue))


def check_queues(now: dt.datetime) -> SystemFinding:
    """Check the due jobs of all queues, each against the limits of its lane."""
    waiting = [Waiting(*row) for row in _rows(_WAITING)]
    figures: dict[str, float] = {}
    for each in waiting:
        figures |= {
            f"{each.queue}_waiting": each.count,
            f"{each.queue}_oldest_seconds": round(each.seconds or 0),
        }
    value = _("%(count)d, the oldest for %(wait)s") % {
        "count": sum(each.count for each in waiting),
        "wait": _wait(max((each.minutes for each in waiting), default=0)),
    }
    worst = max(waiting, key=lambda each: each.level, default=None)
    if worst is None or worst.level == Level.GOOD:
        return good(value, figures=figures)
    find = failing if worst.level == Level.FAILING else warning
    return find(
        value,
        what=_("Background work of the kind “%(lane)s” waits too long.") % {"lane": worst.label},
        to_do=_("See that the worker runs; if it does, wait until it has caught up."),
        figures=figures,
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
}
