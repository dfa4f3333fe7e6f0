"""Policies that an agency does not report on, with the reason."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aggregator.models import LibraryItem
from network.agencies.models import AgencyOwned

REASON_LENGTH = 300


class PassedOver(AgencyOwned):
    """An agency's decision to post nothing about a policy; `item` is the card.

    The row stays when it is taken back, because it was settled on the days before.
    """

    item = models.ForeignKey(
        LibraryItem, verbose_name=_("library item"), on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    passed_at = models.DateTimeField(_("passed over on"))
    taken_back_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("policy passed over")
        verbose_name_plural = _("policies passed over")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "item"],
                condition=Q(taken_back_at=None),
                name="passed_over_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_back_at__gte=F("passed_at")),
                name="passed_over_taken_back_later",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="passed_over_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.item}"
