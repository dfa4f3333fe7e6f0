"""The timer of the backups: a process of its own, so that they are made while the worker is ill.

Used by `network.launch` in the role `backups`. Django is loaded by the commands it starts, not
here: between two backups the process costs a query a minute.
"""

import datetime as dt
import signal
import subprocess
import sys
import time
from types import FrameType
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings

LOOK_SECONDS = 60
# After a failure the next try is made so much later.
_BACKUP_PAUSE, _REHEARSAL_PAUSE = dt.timedelta(minutes=30), dt.timedelta(days=1)
_JOBS = "SELECT kind, succeeded_at, failed_at FROM core_backupjob"
type Jobs = dict[str, tuple[dt.datetime | None, dt.datetime | None]]


def run_timer() -> int:
    """Start what is due, until SIGTERM; return the exit code. A running command is stopped."""
    signal.signal(signal.SIGTERM, _stop)
    while True:
        for command in due_commands(read_jobs(), now=dt.datetime.now(dt.UTC)):
            _run(command)
        time.sleep(LOOK_SECONDS)


def due_commands(jobs: Jobs | None, *, now: dt.datetime) -> list[str]:
    """Return the management commands to run now; none while the database is away (None)."""
    if jobs is None:
        return []
    if _is_due(jobs.get("backup"), _last_backup_hour(now), _BACKUP_PAUSE, now):
        return ["backup"]
    days = dt.timedelta(days=settings.BACKUP_REHEARSAL_DAYS)
    if _is_due(jobs.get("rehearsal"), now - days, _REHEARSAL_PAUSE, now):
        return ["rehearse_backup"]
    return []


def read_jobs() -> Jobs | None:
    """Return when each job of the backups succeeded and failed last; None without a database."""
    try:
        with psycopg.connect(settings.DATABASE_URL, connect_timeout=5) as connection:
            rows = connection.execute(_JOBS).fetchall()
    except psycopg.Error:
        return None
    return {str(kind): (succeeded, failed) for kind, succeeded, failed in rows}


def _last_backup_hour(now: dt.datetime) -> dt.datetime:
    here = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    today = here.replace(hour=settings.BACKUP_HOUR, minute=0, second=0, microsecond=0)
    return today if today <= here else today - dt.timedelta(days=1)


def _is_due(
    job: tuple[dt.datetime | None, dt.datetime | None] | None,
    since: dt.datetime,
    pause: dt.timedelta,
    now: dt.datetime,
) -> bool:
    """Return whether a job has not succeeded since a moment, nor failed just now.

    A moment in the future counts for nothing: a clock may have been put back.
    """
    succeeded, failed = job or (None, None)
    if failed is not None and now - pause < failed <= now:
        return False
    return succeeded is None or not since <= succeeded <= now


def _run(command: str) -> None:
    """Run a management command to its end; it is stopped where we are."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, str(settings.BASE_DIR / "manage.py"), command]
    )
    try:
        process.wait()
    finally:
        process.terminate()
        process.wait()


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(run_timer())
