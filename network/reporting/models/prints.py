"""A report printed to PDF, kept for as long as it says what the report says."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.media.file_names import stored_name

from .reports import Report


def print_path(row: "Print", filename: str) -> str:
    """Return the path below MEDIA_ROOT for a file that is called `filename`."""
    return stored_name("report_prints", filename)


class Print(models.Model):
    """The last one of a report: waited for until it has a file or has failed."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="print")
    # Of what was to be printed.
    digest = models.CharField(max_length=64)
    file = models.FileField(_("file"), upload_to=print_path, blank=True)
    failed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("print of a report")
        verbose_name_plural = _("prints of reports")

    def __str__(self) -> str:
        return str(self.report_id)
