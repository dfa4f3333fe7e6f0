"""Timer of the backups, a separate process so that backups are made even if the worker is broken.

Used by `network.launch` in the role `backups`. It does not load Django, only the commands it starts
do. While idle it costs one query per minute.
"""

import datetime as dt
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings

from ..erasures.lists import FILE_NAME, write_list

LOOK_SECONDS = 60
# Pause after a failure before the next attempt.
_BACKUP_PAUSE, _REHEARSAL_PAUSE = dt.timedelta(minutes=30), dt.timedelta(days=1)
_COPY_PAUSE = dt.timedelta(hours=1)
_JOBS = "SELECT kind, succeeded_at, failed_at FROM core_backupjob"
# Times of the last success and of the last failure of a job.
type Moments = tuple[dt.datetime | None, dt.datetime | None]
type Jobs = dict[str, Moments]


def run_timer() -> int:
    """Start the command that is due, once a minute. Returns never: SIGTERM ends the process with
    exit code 0, together with a running command."""
    signal.signal(signal.SIGTERM, _stop)
    while True:
        now = dt.datetime.now(dt.UTC)
        if command := due_command(look(now=now), now=now, list_changed_at=_list_changed_at()):
            _run(command)
        time.sleep(LOOK_SECONDS)


def due_command(
    jobs: Jobs | None, *, now: dt.datetime, list_changed_at: dt.datetime | None
) -> list[str]:
    """Return the management command to run now, or [] if nothing is due or the database is away.

    A changed list of erasures is copied within an hour, together with the backups.
    """
    if jobs is None:
        return []
    if _is_due(jobs.get("backup"), _last_backup_hour(now), _BACKUP_PAUSE, now):
        return ["backup"]
    if _is_list_due(jobs.get("copy"), list_changed_at, now):
        return ["backup", "--copy"]
    days = dt.timedelta(days=settings.BACKUP_REHEARSAL_DAYS)
    if _is_due(jobs.get("rehearsal"), now - days, _REHEARSAL_PAUSE, now):
        return ["rehearse_backup"]
    return []


def _is_list_due(job: Moments | None, changed_at: dt.datetime | None, now: dt.datetime) -> bool:
    if not settings.BACKUP_COPY_COMMAND or changed_at is None or changed_at > now - _COPY_PAUSE:
        return False
    return _is_due(job, changed_at, _COPY_PAUSE, now)


def look(*, now: dt.datetime) -> Jobs | None:
    """Update the list of erasures. Returns the last success and failure of each job.

    Returns None while the database is away.
    """
    keep_from = now - dt.timedelta(days=settings.ERASURES_KEEP_DAYS)
    try:
        with psycopg.connect(settings.DATABASE_URL, connect_timeout=5) as connection:
            write_list(connection.cursor(), Path(settings.BACKUP_DIR), keep_from=keep_from)
            rows = connection.execute(_JOBS).fetchall()
    except (psycopg.Error, OSError) as error:
        sys.stderr.write(f"The backups wait: {' '.join(str(error).split())}\n")
        return None
    return {str(kind): (succeeded, failed) for kind, succeeded, failed in rows}


def _list_changed_at() -> dt.datetime | None:
    path = Path(settings.BACKUP_DIR) / FILE_NAME
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC) if path.exists() else None


def _last_backup_hour(now: dt.datetime) -> dt.datetime:
    here = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    today = here.replace(hour=settings.BACKUP_HOUR, minute=0, second=0, microsecond=0)
    return today if today <= here else today - dt.timedelta(days=1)


def _is_due(
    job: Moments | None,
    since: dt.datetime,
    pause: dt.timedelta,
    now: dt.datetime,
) -> bool:
    """Return whether a job has not succeeded since `since`, and has not just failed.

    Ignores times in the future, because the clock may have been set back.
    """
    succeeded, failed = job or (None, None)
    if failed is not None and now - pause < failed <= now:
        return False
    return succeeded is None or not since <= succeeded <= now


def _run(command: list[str]) -> None:
    """Run a management command to its end. The command is terminated if this process is stopped."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command]
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
