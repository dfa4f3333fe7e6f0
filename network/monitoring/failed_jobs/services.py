"""Try failed jobs again, or give them up. Both are written into the audit log."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from network.accounts.models import User
from network.agencies.audit import record

from .wording import kind_of

RETRIED, GIVEN_UP = "job_retried", "job_given_up"
ACTIONS = {RETRIED: _("Failed job tried again"), GIVEN_UP: _("Failed job given up")}
# The jobs of the list that are failed still; nobody else changes them until the end.
_LOCK = """
SELECT id, task_name FROM procrastinate_jobs
 WHERE id = ANY (%s) AND status = 'failed' ORDER BY id FOR UPDATE
"""
# One job of each queueing lock is enough: each does whatever is to be done.
_DROP_REPEATED = """
DELETE FROM procrastinate_jobs AS job
 WHERE id = ANY (%(ids)s) AND queueing_lock IS NOT NULL AND EXISTS (
    SELECT FROM procrastinate_jobs AS other
     WHERE other.queueing_lock = job.queueing_lock
       AND (other.status = 'todo' OR other.id = ANY (%(ids)s) AND other.id > job.id))
"""
# With the moment in `scheduled_at`, the check of the queues measures the wait from now on, and not
# since the job was first queued.
_QUEUE = """
UPDATE procrastinate_jobs
   SET status = 'todo', attempts = 0, scheduled_at = now(), worker_id = NULL
 WHERE id = ANY (%(ids)s)
"""
_DELETE = "DELETE FROM procrastinate_jobs WHERE id = ANY (%(ids)s)"


@transaction.atomic
def retry_jobs(*, jobs: QuerySet[ProcrastinateJob], actor: User, now: dt.datetime) -> int:
    """Queue failed jobs again, with all their attempts before them. Returns their number.

    A job whose work another one that waits will do is deleted.
    """
    return _change(jobs, (_DROP_REPEATED, _QUEUE), RETRIED, actor, now, reason="")


@transaction.atomic
def give_up_jobs(
    *, jobs: QuerySet[ProcrastinateJob], actor: User, reason: str, now: dt.datetime
) -> int:
    """Delete failed jobs. Returns their number."""
    return _change(jobs, (_DELETE,), GIVEN_UP, actor, now, reason=reason)


def _change(
    jobs: QuerySet[ProcrastinateJob],
    statements: Sequence[str],
    action: str,
    actor: User,
    now: dt.datetime,
    *,
    reason: str,
) -> int:
    """Run the statements on the jobs and write one log entry per task."""
    names: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(jobs.values_list("pk", flat=True))])
        for pk, name in cursor.fetchall():
            names.setdefault(name, []).append(pk)
        ids = [pk for each in names.values() for pk in each]
        for statement in statements:
            cursor.execute(statement, {"ids": ids})
    for name, each in names.items():
        detail: dict[str, Any] = {"jobs": len(each)} | ({"reason": reason} if reason else {})
        record(actor=actor, agency=None, action=action, now=now, subject=kind_of(name), **detail)
    return len(ids)
