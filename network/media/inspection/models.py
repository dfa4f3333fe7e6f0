"""What the inspection of a stored file found, once for each version of the rules."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..viewing.results import MOST_FOUND


class FileOutcome(models.TextChoices):
    """What became of a stored file."""

    ACCEPTED = "accepted", _("accepted as it is")
    CLEANED = "cleaned", _("replaced by a cleaned copy")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MISSING = "missing", _("missing in the storage")


class StoredFileCheck(models.Model):
    """One stored file of any room, known by its path below MEDIA_ROOT.

    A file without a row of the newest rules is inspected by the next run, so that a run that was
    killed goes on where it stopped.
    """

    name = models.CharField(max_length=255, unique=True)
    rules = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=9, choices=FileOutcome.choices)
    reason = models.CharField(max_length=20, blank=True)
    found = models.CharField(max_length=MOST_FOUND, blank=True)
    # Path of the original below MEDIA_ROOT, to which no address leads; "" if it is in use.
    kept_as = models.CharField(max_length=255, blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("check of a stored file")
        verbose_name_plural = _("checks of stored files")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="withdrawn") ^ Q(reason=""), name="file_withdrawn_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_outcome_display()}"
