"""Articles in which an agency announces its channels (R22)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .register import Channel


class Announcement(models.Model):
    """An article drafted from the register to announce a channel; it counts once it is
    published."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="announcements")
    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("announcement of a channel")
        verbose_name_plural = _("announcements of channels")

    def __str__(self) -> str:
        return f"#{self.pk}"
