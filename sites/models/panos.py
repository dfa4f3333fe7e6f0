"""Panos: banners linking to other websites (R6), kept by the network and placed by agencies."""

import datetime as dt

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from network.core.model_fields import WebURLField
from network.media.models import AgencyImage

from .link_checks import URL_LENGTH
from .sections import AgencyHomePage


class PanoQuerySet(models.QuerySet["Pano"]):
    """Panos, filtered by date."""

    def shown_on(self, day: dt.date) -> "PanoQuerySet":
        """Return the panos that sections show on `day`, inclusive."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Pano(models.Model):
    """A banner of the network: picture, text, target and dates."""

    title = models.CharField(_("title"), max_length=120)
    image = models.ForeignKey(
        AgencyImage, verbose_name=_("picture"), on_delete=models.PROTECT, related_name="panos"
    )
    alt_text = models.CharField(
        _("what the banner says"),
        max_length=250,
        help_text=_("Read aloud to those who do not see the picture: its words and its target."),
    )
    url = WebURLField(
        _("address"), max_length=URL_LENGTH, validators=[URLValidator(schemes=["http", "https"])]
    )
    starts_on = models.DateField(_("from"), default=dt.date.today)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = PanoQuerySet.as_manager()

    class Meta:
        verbose_name = _("pano")
        verbose_name_plural = _("panos")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="pano_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class PanoPlacement(Orderable):
    """A pano placed in the footer of a section."""

    page = ParentalKey(AgencyHomePage, on_delete=models.CASCADE, related_name="pano_placements")
    pano = models.ForeignKey(
        Pano, verbose_name=_("pano"), on_delete=models.CASCADE, related_name="placements"
    )

    panels = [FieldPanel("pano")]

    class Meta(Orderable.Meta):
        verbose_name = _("pano of a section")
        verbose_name_plural = _("panos of a section")

    def __str__(self) -> str:
        return str(self.pano)
