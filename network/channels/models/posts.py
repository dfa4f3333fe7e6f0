"""What was posted on channels: which text, approved by whom, where it stands (R18, R24)."""

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

    The database asks for the approval of this very page, keeps the row, and lets it change once:
    when the post was taken away.
    """

    channel = models.ForeignKey(
        Channel, verbose_name=_("channel"), on_delete=models.PROTECT, related_name="posts"
    )
    # A page that citizens could read is never deleted.
    page = models.ForeignKey(
        ArticlePage, verbose_name=_("text"), on_delete=models.PROTECT, related_name="+"
    )
    # How the text that was posted became public, in the log that nobody changes.
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
