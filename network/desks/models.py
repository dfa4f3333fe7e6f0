"""The stored part of the desks: who of an agency was asked to do a waiting row."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned


class Delegation(AgencyOwned):
    """A waiting row that one person of its agency handed to a colleague.

    It gives no rights: the colleague holds the role for the row already, and others who hold it may
    still act. A later delegation of the same row replaces this one.
    """

    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    # The title of the row when it was delegated, for the daily mail.
    subject = models.CharField(_("what"), max_length=300)
    # The address of the row, below the admin's.
    path = models.CharField(_("address"), max_length=300)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("delegated to"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("delegated by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("delegated task")
        verbose_name_plural = _("delegated tasks")
        constraints = [
            models.UniqueConstraint(fields=["about_type", "about_id"], name="delegation_once")
        ]
        indexes = [
            models.Index(fields=["to", "at"], name="delegation_to"),
            # For the daily mail and for the deletion of old rows.
            models.Index(fields=["at"], name="delegation_at"),
        ]

    def __str__(self) -> str:
        return self.subject
