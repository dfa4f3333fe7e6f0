"""Checks of the external URLs on public pages."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from network.core.leases import Leased

URL_LENGTH = 500


class LinkState(models.TextChoices):
    """Result of checks. DEAD only after several failures on different days."""

    UNCHECKED = "unchecked", _("Not checked yet")
    ALIVE = "alive", _("Answers")
    UNCLEAR = "unclear", _("Refuses programs")
    FAILING = "failing", _("Failed just now")
    DEAD = "dead", _("Dead")


class BodyLink(models.Model):
    """An external URL in a live text. The table is updated hourly."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=URL_LENGTH)

    class Meta:
        verbose_name = _("link in a text")
        verbose_name_plural = _("links in texts")
        constraints = [models.UniqueConstraint(fields=["url", "page"], name="body_link_unique")]

    def __str__(self) -> str:
        return self.url


class LinkCheck(Leased):
    """An external URL on a public page, with the result of its last check."""

    url = models.CharField(_("address"), max_length=URL_LENGTH, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=LinkState.choices, default=LinkState.UNCHECKED
    )
    # "http_404", or an error code of the HTTP client: "dns", "timeout".
    code = models.CharField(max_length=30, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    checked_at = models.DateTimeField(_("checked"), null=True)
    # Time of the first failure since it last responded.
    failing_since = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        indexes = [models.Index(fields=["next_check_at"], name="link_check_due")]

    def __str__(self) -> str:
        return self.url
