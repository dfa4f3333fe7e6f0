"""Run one backup job at a time under a lease, and store its result."""

import contextlib
import time
from collections.abc import Iterator

from django.db import Error, transaction
from django.utils import timezone

from ..backup_jobs import BackupJob, BackupJobKind
from ..leases import claim, held, renew
from .errors import BackupError

# The lease lasts 60 s. A job without progress for that long loses it.
BEAT_SECONDS = 10.0


class RunningJob:
    """A running job. The code that does the work calls `beat` at every step."""

    def __init__(self, jobs: list[BackupJob], kind: BackupJobKind) -> None:
        self._jobs = jobs
        self.job = next(job for job in jobs if job.kind == kind)
        self._next = time.monotonic()

    def beat(self, progress: str) -> None:
        """Renew the lease and store the progress, at most every ten seconds.

        Raises BackupError if another process has taken over the job.
        """
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + BEAT_SECONDS
        renew(self._jobs, now=timezone.now())
        if not held([self.job]).update(progress=progress[:100]):
            raise BackupError("Another process has taken this job over.")

    def succeed(self, *, name: str, size: int = 0) -> None:
        """Record success and the name of the backup."""
        job = self.job
        job.succeeded_at, job.name, job.size, job.error = timezone.now(), name, size, ""

    def save(self, error: str) -> None:
        """Save the result of the job and release the lease."""
        job = self.job
        if error:
            job.failed_at, job.error = timezone.now(), error[:500]
        with transaction.atomic():
            held(self._jobs).exclude(pk=job.pk).update(leased_until=None)
            held([job]).update(
                leased_until=None,
                progress="",
                started_at=job.started_at,
                **{name: getattr(job, name) for name in _RESULT},
            )


_RESULT = ("succeeded_at", "failed_at", "error", "name", "size")


@contextlib.contextmanager
def running(kind: BackupJobKind) -> Iterator[RunningJob]:
    """Run the block as the only backup job. Raises BackupError if another one is running."""
    BackupJob.objects.bulk_create(
        [BackupJob(kind=each) for each in BackupJobKind], ignore_conflicts=True
    )
    now = timezone.now()
    jobs = claim(BackupJob.objects.order_by("kind"), now=now)
    if len(jobs) < len(BackupJobKind):
        if jobs:
            held(jobs).update(leased_until=None)
        raise BackupError("Another backup, copy or rehearsal is running.")
    run = RunningJob(jobs, kind)
    run.job.started_at = now
    error = "It was interrupted."
    try:
        yield run
        error = ""
    except Exception as failure:
        error = " ".join(str(failure).split()) or type(failure).__name__
        raise
    finally:
        # If the database itself is unavailable, the lease simply expires.
        with contextlib.suppress(Error):
            run.save(error)
