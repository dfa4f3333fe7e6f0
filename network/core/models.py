"""Models that belong to no agency."""

from .backup_jobs import BackupJob
from .erasure_records import Erasure
from .job_failures import JobFailure
from .spam_guard.models import AttemptCount, AttemptLevel
from .system_checks.records import SystemRecord

__all__ = ["AttemptCount", "AttemptLevel", "BackupJob", "Erasure", "JobFailure", "SystemRecord"]
