"""Situations: what citizens need, in their own words (domain brief 4.8)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from legal_updates.models import Topic


class Situation(models.Model):
    """An entry of "Tôi cần ...": a need, with the topics that answer it.

    The first rows come from data/situations.csv; afterwards they are edited in the admin.
    """

    label = models.CharField(_("what people need"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    when_needed = models.CharField(
        _("when it is needed"),
        max_length=160,
        help_text=_("One short sentence in everyday words, with its full stop."),
    )
    sign = models.CharField(_("sign"), max_length=40, blank=True)
    short_label = models.CharField(
        _("short label"),
        max_length=30,
        blank=True,
        help_text=_("For its tile on a phone; the label itself where this is empty."),
    )
    hint = models.CharField(
        _("examples"),
        max_length=40,
        blank=True,
        help_text=_("Two or three examples, as people say them."),
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="+")
    # Agency codes instead of foreign keys: agencies change with each reorganisation, and some do
    # not exist yet.
    agency_codes = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("codes of the agencies to ask"),
        help_text=_("Separated by commas. Those that have an open section are shown."),
    )

    class Meta:
        verbose_name = _("situation")
        verbose_name_plural = _("situations")
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("hub:situation", args=[self.slug])
