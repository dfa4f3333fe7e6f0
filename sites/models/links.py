"""Where sections lead to besides their own pages (R5)."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from network.agencies.models import AgencyKind

from .link_checks import URL_LENGTH
from .sections import AgencyHomePage

_WEB = URLValidator(schemes=["http", "https"])


class RequiredLink(models.Model):
    """An address that every section of some kinds of agency shows at its foot (R5)."""

    title = models.CharField(_("title"), max_length=120)
    url = models.URLField(_("address"), max_length=URL_LENGTH, unique=True, validators=[_WEB])
    kinds = ArrayField(
        models.CharField(max_length=20, choices=AgencyKind.choices),
        verbose_name=_("kinds of agency"),
    )

    class Meta:
        verbose_name = _("required link")
        verbose_name_plural = _("required links")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class LinkTarget(models.TextChoices):
    """Whose page a section leads to."""

    SUPERIOR = "superior", _("Superior ministry or central body")
    OTHER = "other", _("Other")


class SectionLink(Orderable):
    """An address that an agency adds to the foot of its own section: its ministry's, as a rule."""

    page = ParentalKey(AgencyHomePage, on_delete=models.CASCADE, related_name="own_links")
    target = models.CharField(
        _("whose page"), max_length=10, choices=LinkTarget.choices, default=LinkTarget.SUPERIOR
    )
    title = models.CharField(_("title"), max_length=120)
    url = models.URLField(
        _("address"),
        max_length=URL_LENGTH,
        validators=[_WEB],
        help_text=_("Of its page on law dissemination where it has one, beginning with https://."),
    )

    panels = [FieldRowPanel([FieldPanel("target"), FieldPanel("title")]), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("link of a section")
        verbose_name_plural = _("links of a section")

    def __str__(self) -> str:
        return self.title
