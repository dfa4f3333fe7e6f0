"""Audit log actions for posts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PostAction(TextChoices):
    """Actions on posts."""

    POSTED = "post_entered", _("Post on a social network entered")
    REMOVED = "post_removed", _("Post on a social network taken away")
