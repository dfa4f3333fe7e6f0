"""Required and own links of sections (R5)."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from network.agencies.models import Agency, AgencyKind
from network.core.fields import refuse_false_host
from network.core.model_fields import WebURLField

from .link_checks import URL_LENGTH
from .sections import AgencyHomePage
from .superior_hosts import SuperiorHosts

_WEB = URLValidator(schemes=["http", "https"])


class RequiredLinkQuerySet(models.QuerySet["RequiredLink"]):
    """Required links, filtered by validity and by who places them."""

    def valid_on(self, day: dt.date) -> "RequiredLinkQuerySet":
        """Return the links required on `day`, inclusive."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to=None) | Q(valid_to__gte=day))

    def shown(self) -> "RequiredLinkQuerySet":
        """Return the links that sections show automatically."""
        return self.exclude(by_agency=True).exclude(url="")

    def wanted(self) -> "RequiredLinkQuerySet":
        """Return the links that each agency must place itself."""
        return self.filter(by_agency=True)


class RequiredLink(models.Model):
    """A link that sections of some kinds of agencies must have, with legal basis and validity (R5,
    R6)."""

    title = models.CharField(_("title"), max_length=120)
    url = WebURLField(_("address"), max_length=URL_LENGTH, blank=True, validators=[_WEB])
    kinds = ArrayField(
        models.CharField(max_length=20, choices=AgencyKind.choices),
        verbose_name=_("kinds of agency"),
    )
    by_agency = models.BooleanField(_("placed by the agency"), default=False)
    agency_name = models.CharField(_("beginning of the agency's name"), max_length=120, blank=True)
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    # Lines that `sites.models.superior_hosts` parses; only of a link without address.
    hosts = models.TextField(_("websites of the superiors"), max_length=4000, blank=True)
    valid_from = models.DateField(_("required from"), null=True, blank=True)
    valid_to = models.DateField(_("required until"), null=True, blank=True)

    objects = RequiredLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("required link")
        verbose_name_plural = _("required links")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["url"], condition=~Q(url=""), name="required_link_unique"
            ),
            models.CheckConstraint(
                condition=~Q(url="") | Q(by_agency=True),
                name="required_link_has_address",
                violation_error_message=_("What sections show by themselves has an address."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LinkTarget(models.TextChoices):
    """Whose website a section links to."""

    SUPERIOR = "superior", _("Superior ministry or central body")
    OTHER = "other", _("Other")


class SectionLink(Orderable):
    """A link that an agency adds to its own footer, usually to its ministry."""

    page = ParentalKey(AgencyHomePage, on_delete=models.CASCADE, related_name="own_links")
    target = models.CharField(
        _("whose page"), max_length=10, choices=LinkTarget.choices, default=LinkTarget.SUPERIOR
    )
    title = models.CharField(_("title"), max_length=120)
    url = WebURLField(
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

    def refuse_wrong_host(self, agency: Agency) -> None:
        """Raise ValidationError for a host without public pages, or if the link is said to lead to
        the agency's superior and its host is not the superior's."""
        refuse_false_host(self.url)
        if self.target != LinkTarget.SUPERIOR:
            return
        required = RequiredLink.objects.wanted().valid_on(timezone.localdate()).filter(url="")
        for lines in required.filter(kinds__contains=[agency.kind]).values_list("hosts", flat=True):
            hosts = SuperiorHosts.parse(lines)
            if not hosts.proves(agency.name, self.url):
                raise ValidationError(_wrong_host(hosts.of(agency.name)))


def _wrong_host(hosts: tuple[str, ...]) -> str:
    """Return the sentence that refuses a link to another website than those of `hosts`."""
    if not hosts:
        return gettext(
            "The network does not know the website of your superior yet: ask the Department of "
            "Justice to enter it, then add the link."
        )
    text = gettext("This is not a website of your superior. It is one of these: %s.")
    return text % ", ".join(hosts)
