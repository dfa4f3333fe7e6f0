"""Results of the last backup, copy and rehearsal, for the system status screen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .leases import Leased


class BackupJobKind(models.TextChoices):
    """Kinds of backup jobs. Only one job runs at a time."""

    BACKUP = "backup", _("Backup")
    COPY = "copy", _("Copy of the backups on another machine")
    REHEARSAL = "rehearsal", _("Rehearsal of a restore")
    KEY = "key", _("Copy of the backup key on paper")


class BackupJob(Leased):
    """The last run of a kind of job, one row per kind."""

    kind = models.CharField(max_length=10, choices=BackupJobKind.choices, primary_key=True)
    started_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    # Time of the last failure; older than `succeeded_at` if the job has succeeded since.
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
    # Name of the backup that was last created, copied or rehearsed; for a key, its fingerprint.
    name = models.CharField(max_length=100, blank=True)
    progress = models.CharField(max_length=100, blank=True)
    # Size of the backup itself, without the objects shared with older backups.
    size = models.BigIntegerField(default=0)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return self.kind

    @property
    def has_failed(self) -> bool:
        """Return whether the last run ended with an error."""
        if self.failed_at is None:
            return False
        return self.succeeded_at is None or self.succeeded_at < self.failed_at
