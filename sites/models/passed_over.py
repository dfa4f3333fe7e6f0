"""What an agency does not tell its citizens of, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aggregator.models import LibraryItem
from network.agencies.models import AgencyOwned

REASON_LENGTH = 300


class PassedOver(AgencyOwned):
    """An agency has decided to post nothing about a policy of the library; the item is the card.

    Taken back, the row goes; the journal keeps both.
    """

    item = models.ForeignKey(
        LibraryItem, verbose_name=_("library item"), on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    passed_at = models.DateTimeField(_("passed over on"))

    class Meta:
        verbose_name = _("policy passed over")
        verbose_name_plural = _("policies passed over")
        constraints = [
            models.UniqueConstraint(fields=["agency", "item"], name="passed_over_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="passed_over_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.item}"
