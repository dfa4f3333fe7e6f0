"""By which page an agency announced that a channel is its own (R22)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .register import Channel


class Announcement(models.Model):
    """A page that was drafted from the register; it is one once it is published."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="announcements")
    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("announcement of a channel")
        verbose_name_plural = _("announcements of channels")

    def __str__(self) -> str:
        return f"#{self.pk}"
