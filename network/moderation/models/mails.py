"""Who has declined the daily digest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailPreference(models.Model):
    """A person's mail preferences. Without a row, all mails are sent."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="mail_preference",
    )
    # Only the digest can be switched off; all other mails require an action.
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
