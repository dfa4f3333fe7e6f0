"""Form that hands a post to a colleague, who takes it away."""

from django.db.models import QuerySet

from network.desks.delegation_views import RowDelegateForm

from ..models import Post
from .selectors import posts_for
from .views import PostsView


class DelegatePostView(RowDelegateForm):
    """Hand a post to a colleague of its agency."""

    desk = PostsView
    header_icon = "clipboard-list"

    def get_rows(self) -> QuerySet[Post]:
        """Return the posts of the agencies that the user serves."""
        return posts_for(self.scope, writing=True)
