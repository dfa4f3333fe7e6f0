"""The subjects of law."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase


class Topic(TagBase):
    """A subject of law: the 45 of the Code of norms (Bộ Pháp điển), a closed list."""

    # Editors choose, they do not invent: a new spelling would be a new subject.
    free_tagging = False

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "name"]
