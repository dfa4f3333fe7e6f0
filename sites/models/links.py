"""Where sections lead to besides their own pages (R5), and whether those addresses answer."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from network.agencies.models import AgencyKind

from .sections import AgencyHomePage

URL_LENGTH = 500
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

    panels = [
        FieldRowPanel([FieldPanel("target"), FieldPanel("title")]),
        FieldPanel("url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("link of a section")
        verbose_name_plural = _("links of a section")

    def __str__(self) -> str:
        return self.title


class LinkState(models.TextChoices):
    """What came of asking an address; DEAD only after several failures on different days."""

    UNCHECKED = "unchecked", _("Not checked yet")
    ALIVE = "alive", _("Answers")
    UNCLEAR = "unclear", _("Refuses programs")
    FAILING = "failing", _("Failed just now")
    DEAD = "dead", _("Dead")


class LinkCheck(models.Model):
    """One outside address that a public page names, and how it did when it was last asked."""

    url = models.CharField(_("address"), max_length=URL_LENGTH, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=LinkState.choices, default=LinkState.UNCHECKED
    )
    # "http_404", or a code of the outbound client: "dns", "timeout".
    code = models.CharField(max_length=30, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    checked_at = models.DateTimeField(_("checked"), null=True)
    # When it failed for the first time since it last answered.
    failing_since = models.DateTimeField(null=True)
    # While an address is being asked: when a killed worker's check is given up.
    next_check_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        indexes = [models.Index(fields=["next_check_at"], name="link_check_due")]

    def __str__(self) -> str:
        return self.url
