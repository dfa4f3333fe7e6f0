"""A letter printed to PDF, stored until its content changes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.media.file_names import stored_name

from .periods import Period
from .reports import Report


def print_path(row: "Print", filename: str) -> str:
    """Return the storage path below MEDIA_ROOT for a file named `filename`."""
    return stored_name("report_prints", filename)


class Print(models.Model):
    """The latest print of a report or of a period's totals.

    Pending until it has a file or has failed.
    """

    report = models.OneToOneField(Report, null=True, on_delete=models.CASCADE, related_name="print")
    period = models.OneToOneField(Period, null=True, on_delete=models.CASCADE, related_name="print")
    # Digest of the content to print.
    digest = models.CharField(max_length=64)
    file = models.FileField(_("file"), upload_to=print_path, blank=True)
    failed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("print of a report")
        verbose_name_plural = _("prints of reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(report=None, period__isnull=False)
                | Q(report__isnull=False, period=None),
                name="print_of_one_letter",
            )
        ]

    def __str__(self) -> str:
        return str(self.report or self.period)
