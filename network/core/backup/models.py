"""What became of the last backup, copy and rehearsal; shown on the screen of the system's state."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..leases import Leased


class BackupJobKind(models.TextChoices):
    """The jobs of which at most one runs at a time."""

    BACKUP = "backup", _("Backup")
    COPY = "copy", _("Copy of the backups on another machine")
    REHEARSAL = "rehearsal", _("Rehearsal of a restore")
    KEY = "key", _("Copy of the backup key on paper")


class BackupJob(Leased):
    """The last run of one kind of job: one row for each kind."""

    kind = models.CharField(max_length=10, choices=BackupJobKind.choices, primary_key=True)
    started_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    # Of the last failure; older than `succeeded_at` where the job has succeeded since.
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
    # Of the backup that the last success made, copied or rehearsed; of a key its fingerprint.
    name = models.CharField(max_length=100, blank=True)
    progress = models.CharField(max_length=100, blank=True)
    # Of the backup alone, without the objects it shares with older ones.
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
