"""Transitions of texts and posts: allowed roles and conditions."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.desks.transitions import Transition
from sites.models import ArticlePage

from ..models import Post
from .selectors import POSTING


def _not_public(page: ArticlePage) -> str:
    """Return the refusal for a text that is not published, else ""."""
    return "" if page.live else _("This text is not published: nothing is posted unread.")


def _gone(post: Post) -> str:
    """Return the refusal for a post that was removed, else ""."""
    return _("This post was taken away already.") if post.removed_on else ""


POST = Transition[ArticlePage](
    name="kit",
    label=gettext_lazy("Enter the post"),
    roles=POSTING,
    conditions=(_not_public,),
)
REMOVE = Transition[Post](
    name="remove",
    label=gettext_lazy("It was taken away"),
    roles=POSTING,
    conditions=(_gone,),
)
