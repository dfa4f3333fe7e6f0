"""Results of inspecting stored files, one row per file, with the version of the rules."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..viewing.results import MOST_FOUND


class FileOutcome(models.TextChoices):
    """Result of inspecting a stored file."""

    ACCEPTED = "accepted", _("accepted as it is")
    CLEANED = "cleaned", _("replaced by a cleaned copy")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MISSING = "missing", _("missing in the storage")


class StoredFileCheck(models.Model):
    """Check result of one stored file of any app, identified by its path below MEDIA_ROOT.

    The next run inspects every file without a row for the newest rules. An interrupted run
    therefore continues where it stopped.
    """

    name = models.CharField(max_length=255, unique=True)
    rules = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=9, choices=FileOutcome.choices)
    reason = models.CharField(max_length=20, blank=True)
    found = models.CharField(max_length=MOST_FOUND, blank=True)
    # Path of the original in quarantine below MEDIA_ROOT, which no URL serves; "" if the original
    # is in use.
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
