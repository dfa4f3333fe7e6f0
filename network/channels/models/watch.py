"""Monthly scans of the platforms for pages that use an agency's name (R23a)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned
from network.core.model_fields import WebURLField

from ..links.addresses import Platform
from .register import ADDRESS_LENGTH, NAME_LENGTH, TEXT_LENGTH


class SearchLink(models.Model):
    """Search URL of a platform with its validity period. Data of the network."""

    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices)
    words = models.CharField(_("what is searched"), max_length=NAME_LENGTH)
    # {name} is replaced by the URL-encoded name.
    template = models.CharField(_("address"), max_length=ADDRESS_LENGTH)
    order = models.PositiveSmallIntegerField(_("order"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("prepared search")
        verbose_name_plural = _("prepared searches")
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.get_platform_display()}: {self.words}"


class Scan(AgencyOwned):
    """An agency's scan of one month. A trigger refuses changes to a finished scan."""

    month = models.DateField(_("month"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("finished by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField(_("conclusion"), max_length=TEXT_LENGTH, blank=True)

    class Meta:
        verbose_name = _("scan for false pages")
        verbose_name_plural = _("scans for false pages")
        ordering = ["-month", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "month"], name="scan_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="scan_of_a_month"),
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_by=None)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
                name="scan_finished_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class LookResult(models.TextChoices):
    """What a search showed."""

    NOTHING = "nothing", _("no strange page")
    FOUND = "found", _("a page worth a look")


class ScanLook(models.Model):
    """Records that somebody opened a prepared search for a name, and what it showed."""

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="looks")
    link = models.ForeignKey(SearchLink, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    result = models.CharField(_("result"), max_length=8, choices=LookResult.choices)
    looked_at = models.DateTimeField(_("looked at"))
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("search looked at")
        verbose_name_plural = _("searches looked at")
        ordering = ["looked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scan", "link", "name"], name="scan_look_once"),
            models.CheckConstraint(
                condition=Q(result__in=LookResult.values), name="scan_look_result_known"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class FindKind(models.TextChoices):
    """Result of comparing a found page's name with the registered names. It does not judge the
    page."""

    REGISTERED = "registered", _("in the register of official pages")
    SUSPICIOUS = "suspicious", _("named like an agency: check it")
    WATCH = "watch", _("somewhat like an agency's name: keep watching")
    OTHER = "other", _("another name, or a namesake elsewhere")


class ScanFind(models.Model):
    """A page found by a scan, with the result of the name comparison."""

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="finds")
    name = models.CharField(_("name of the page"), max_length=NAME_LENGTH)
    url = WebURLField(_("address"), max_length=ADDRESS_LENGTH)
    address_key = models.CharField(max_length=ADDRESS_LENGTH)
    kind = models.CharField(_("comparison of names"), max_length=10, choices=FindKind.choices)
    official = models.CharField(_("nearest registered name"), max_length=NAME_LENGTH, blank=True)
    score = models.DecimalField(_("likeness"), max_digits=4, decimal_places=3)
    note = models.CharField(_("what was seen"), max_length=NAME_LENGTH, blank=True)
    found_at = models.DateTimeField(_("found"))
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("page found")
        verbose_name_plural = _("pages found")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scan", "address_key"], name="scan_find_once"),
            models.CheckConstraint(
                condition=Q(kind__in=FindKind.values), name="scan_find_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
