"""Topics of law."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase


class Topic(TagBase):
    """A topic: one of the 45 subjects of the Code of norms (Bộ Pháp điển), a closed list."""

    # Editors choose from the list; a free spelling would create a new topic.
    free_tagging = False

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "name"]
