"""Who wants no digest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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
