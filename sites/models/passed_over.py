"""Policies that an agency does not report on, with the reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aggregator.models import LibraryItem
from network.agencies.models import AgencyOwned

REASON_LENGTH = 300


class PassedOver(AgencyOwned):
    """An agency's decision to post nothing about a policy; `item` is the card.

    Taking it back deletes the row; the audit log keeps both.
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
