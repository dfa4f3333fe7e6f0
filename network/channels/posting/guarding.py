"""Rules of the admin guard for the screens of posts."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import ObjectKind, Rule, UrlAudience, path
from network.desks.guarding import row_rules, rows_in_scope

from ..models import Post
from .views import PostsView, TextsView

POST = "post"
KINDS = {POST: rows_in_scope(Post)}
RULES = {
    **list_rules(PostsView),
    **list_rules(TextsView, audience=UrlAudience.AGENCY),
    "channels_posts:kit": Rule(UrlAudience.AGENCY, path(page_id=ObjectKind.PAGE)),
    **row_rules("channels_posts", POST, "post_id", read=("post",), changed=("remove", "delegate")),
}
