"""Stored totals of a period, and to whom they were sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.media.file_names import stored_name

from .forms import NAME_LENGTH
from .periods import Period
from .reports import NUMBER_LENGTH


def sent_path(row: "Consolidation", filename: str) -> str:
    """Return the storage path below MEDIA_ROOT for a letter or uploaded file named `filename`."""
    return stored_name("consolidations", filename)


class Consolidation(models.Model):
    """A version of the province's report. Never changed, and sent at most once."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="consolidations")
    version = models.PositiveSmallIntegerField(_("version"))
    # By indicator code, as stored by `totals.Total`.
    figures = models.JSONField()
    # Names, as they were then, of agencies whose reports are included or missing.
    received = models.JSONField()
    missing = models.JSONField()
    # The letter as it was then. Versions from before letters were stored have none.
    letter = models.FileField(_("letter"), upload_to=sent_path, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_number = models.CharField(_("number and symbol"), max_length=NUMBER_LENGTH, blank=True)
    sent_on = models.DateField(_("sent on"), null=True)
    recipients = models.CharField(_("recipients"), max_length=NAME_LENGTH, blank=True)
    sent_file = models.FileField(_("signed report"), upload_to=sent_path, blank=True)

    class Meta:
        verbose_name = _("consolidation of reports")
        verbose_name_plural = _("consolidations of reports")
        ordering = ["period", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["period", "version"], name="consolidation_once"),
            models.CheckConstraint(
                condition=Q(sent_on=None, sent_number="", recipients="", sent_file="")
                | Q(sent_on__isnull=False)
                & ~Q(sent_number="")
                & ~Q(recipients="")
                & ~Q(sent_file=""),
                name="consolidation_sent_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}, {self.version}"
