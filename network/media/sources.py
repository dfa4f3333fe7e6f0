"""Source information of texts and images, required by the dispatch (R24)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.core.model_fields import WebURLField


class Sourced(models.Model):
    """The five source fields of R24: source, author, agency, website and date."""

    source_name = models.CharField(
        _("source"),
        max_length=255,
        help_text=_("Who first published this. For your own work: your agency's name."),
    )
    source_author = models.CharField(
        _("author"), max_length=255, help_text=_("The person who wrote or photographed it.")
    )
    source_agency = models.CharField(
        _("agency or unit"), max_length=255, help_text=_("Where the author works.")
    )
    source_url = WebURLField(
        _("website"),
        max_length=500,
        help_text=_("Address of the page or website it was published on."),
    )
    source_date = models.DateField(
        _("date at the source"), null=True, help_text=_("The day it was published there.")
    )

    SOURCE_FIELDS = ("source_name", "source_author", "source_agency", "source_url", "source_date")

    class Meta:
        abstract = True
