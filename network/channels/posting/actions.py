"""What the journal says of posts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PostAction(TextChoices):
    """What can happen to a post."""

    POSTED = "post_entered", _("Post on a social network entered")
    REMOVED = "post_removed", _("Post on a social network taken away")
