"""Queued mails and their delivery results. Only ids are stored; the text is written at sending."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailOutcome(models.TextChoices):
    """Result of sending a letter."""

    SENT = "sent", _("sent")
    REFUSED = "refused", _("The recipient's mail server refuses this address")
    PUT_OFF = "put_off", _("No mail server took it within three days")
    FAULT = "fault", _("It could not be written: tell who runs the server")


class MailClock(models.Model):
    """Number of minutes in which the queue was processed. One row, counted while a worker runs.

    Retry times are measured in these minutes, so that a wrong system clock does not expire mails.
    """

    minutes = models.BigIntegerField(default=0)


class QueuedMail(models.Model):
    """A mail that is waiting, or is finished if `done_at` is set."""

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    # Unique name that prevents queuing the same mail twice.
    once = models.CharField(max_length=100, null=True, unique=True)  # noqa: DJ001
    attempts = models.PositiveSmallIntegerField(default=0)
    # Minute of MailClock for the next attempt.
    due = models.BigIntegerField()
    done_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["due"], condition=Q(done_at=None), name="mail_due")]


class Delivery(models.Model):
    """Result of one recipient's letter. A recipient with a row does not get the mail again."""

    mail = models.ForeignKey(QueuedMail, on_delete=models.CASCADE, related_name="deliveries")
    ref = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=8, choices=MailOutcome.choices, default=MailOutcome.SENT)
    # Only for letters that were not sent.
    subject = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # No foreign key, because agencies are on a higher floor.
    agency_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("undelivered mail")
        verbose_name_plural = _("undelivered mails")
        constraints = [models.UniqueConstraint(fields=["mail", "ref"], name="delivered_once")]
        indexes = [
            models.Index(
                fields=["agency_id", "-at"],
                condition=~Q(outcome=MailOutcome.SENT),
                name="mail_undelivered",
            )
        ]

    def __str__(self) -> str:
        return self.subject
