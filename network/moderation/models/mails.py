"""Which mails have gone out, and who wants no digest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SentMail(models.Model):
    """A mail that a person has got: its row lets a job that runs again pass the person over."""

    # What the mail is about: "decision:7", "urgent:3:half", "digest:2026-11-25".
    key = models.CharField(_("mail"), max_length=60)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("sent mail")
        verbose_name_plural = _("sent mails")
        constraints = [models.UniqueConstraint(fields=["key", "user"], name="sent_mail_once")]
        indexes = [models.Index(fields=["sent_at"], name="sent_mail_at")]

    def __str__(self) -> str:
        return f"{self.key} → {self.user_id}"


class MailPreference(models.Model):
    """What a person has said about mails; no row means that all of them are wanted."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="mail_preference",
    )
    # Only the digest can be refused: the other mails carry a duty.
    digest = models.BooleanField(
        _("Daily mail about what waits too long"),
        default=True,
        help_text=_("Mails about pages submitted, returned, approved or withdrawn always come."),
    )

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.digest}"
