"""Outreach that agencies enter themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned
from network.core.model_fields import WebURLField
from network.media.models import AgencyDocument

NOTE_LENGTH = 300


class OutreachForm(models.Model):
    """A way to make a section known, such as loudspeaker, leaflet, village meeting."""

    key = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        verbose_name = _("form of outreach")
        verbose_name_plural = _("forms of outreach")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title


class Outreach(AgencyOwned):
    """One outreach act on a day: where and to whom the section was presented, and the proof."""

    day = models.DateField(_("day"))
    form = models.ForeignKey(
        OutreachForm, verbose_name=_("form"), on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(
        _("where and to whom"), max_length=NOTE_LENGTH, help_text=_("For example: 3 villages.")
    )
    link = WebURLField(_("link"), max_length=500, blank=True)
    file = models.ForeignKey(
        AgencyDocument,
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField(_("entered"))

    class Meta:
        verbose_name = _("outreach")
        verbose_name_plural = _("outreach")
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="outreach_says_where"),
        ]
        indexes = [models.Index(fields=["agency", "-day"], name="outreach_of_agency")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.note}"
