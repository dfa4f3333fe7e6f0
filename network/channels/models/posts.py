"""Posts on channels: which text, approved by whom, posted where (R18, R24)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned
from network.core.model_fields import WebURLField
from network.moderation.models import Decision
from sites.models import ArticlePage

from .register import ADDRESS_LENGTH, Channel


class Post(AgencyOwned):
    """A published text on one of its agency's channels.

    Triggers require an approval of this page, refuse to delete the row, and allow one change: to
    record that the post was removed.
    """

    channel = models.ForeignKey(
        Channel, verbose_name=_("channel"), on_delete=models.PROTECT, related_name="posts"
    )
    # A page that citizens could read is never deleted.
    page = models.ForeignKey(
        ArticlePage, verbose_name=_("text"), on_delete=models.PROTECT, related_name="+"
    )
    # The entry of the decision log by which the posted text became public.
    decision = models.ForeignKey(
        Decision, verbose_name=_("approval"), on_delete=models.PROTECT, related_name="+"
    )
    url = WebURLField(_("address of the post"), max_length=ADDRESS_LENGTH, unique=True)
    posted_on = models.DateField(_("posted on"))
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("posted by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    removed_on = models.DateField(_("taken away on"), null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken away by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-posted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_on=None, removed_by=None)
                | Q(removed_on__gte=F("posted_on"), removed_by__isnull=False),
                name="post_removed_later_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.url
