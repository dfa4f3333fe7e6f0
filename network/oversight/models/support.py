"""Help requests of officers, closed by the overseer's answer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned

TEXT_LENGTH = 1000
PLACE_LENGTH = 300


class HelpRequest(AgencyOwned):
    """An agency member's question, the screen or page that it is about, and the answer."""

    text = models.TextField(_("what you need help with"), max_length=TEXT_LENGTH)
    place = models.CharField(
        _("screen or page that it is about"), max_length=PLACE_LENGTH, blank=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), max_length=TEXT_LENGTH, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="help_request_has_words"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False, answered_at__gte=F("asked_at")) & ~Q(answer=""),
                name="help_request_answered_in_words",
            ),
        ]
        indexes = [models.Index(fields=["answered_at", "asked_at"], name="help_request_waiting")]

    def __str__(self) -> str:
        return f"#{self.pk}"
