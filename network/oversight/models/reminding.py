"""Reminders sent to agencies, and their receipt."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned
from network.core.two_people import TwoPeople

WORDS_LENGTH = 1500


class Reminder(AgencyOwned):
    """A reminder to an agency. Reminders sent together have the same `sent_at`."""

    # The paragraph above the points, as the officer sent it.
    words = models.TextField(_("words"), max_length=WORDS_LENGTH)
    # List of {"text": what is missing, "requirement": requirement id or None}.
    points = models.JSONField(_("what is missing"))
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField(_("received"), null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["agency", "sent_at"], name="reminder_once"),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(received_at__gte=F("sent_at")),
                name="reminder_received_after_sent",
            ),
            TwoPeople(
                first="sent_by",
                second="received_by",
                name="reminder_received_by_another",
                refusal=_("You sent this reminder: somebody else receives it for the agency."),
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(points=[]), name="reminder_says_something"
            ),
        ]
        indexes = [models.Index(fields=["-sent_at"], name="reminder_newest")]

    def __str__(self) -> str:
        return f"#{self.pk}"
