"""Mails that wait, and what became of them. Ids alone: what a mail says is written when it goes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailOutcome(models.TextChoices):
    """What became of a letter."""

    SENT = "sent", _("sent")
    REFUSED = "refused", _("The recipient's mail server refuses this address")
    PUT_OFF = "put_off", _("No mail server took it within three days")
    FAULT = "fault", _("It could not be written: tell who runs the server")


class MailClock(models.Model):
    """Minutes in which somebody looked for mails to send: the one row counts while a worker runs.

    Waiting is measured by it. A wrong clock of the machine makes no mail older.
    """

    minutes = models.BigIntegerField(default=0)


class QueuedMail(models.Model):
    """A mail that waits, or (`done_at`) one that does not any more."""

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    # What is queued once however often it is asked for.
    once = models.CharField(max_length=100, null=True, unique=True)  # noqa: DJ001
    attempts = models.PositiveSmallIntegerField(default=0)
    # The minute of MailClock in which it is looked for again.
    due = models.BigIntegerField()
    done_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["due"], condition=Q(done_at=None), name="mail_due")]


class Delivery(models.Model):
    """What became of the letter to one person, who does not get it again."""

    mail = models.ForeignKey(QueuedMail, on_delete=models.CASCADE, related_name="deliveries")
    ref = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=8, choices=MailOutcome.choices, default=MailOutcome.SENT)
    # Of those not sent alone.
    subject = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # A number: agencies stand on a higher floor.
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
