"""Create the image renditions of an article before the first reader asks.

The four renditions of a photo take longer than the rest of an article; readers on slow lines would
have to wait, and two concurrent readers would create them twice.
"""

from django.template.loader import render_to_string
from wagtail.blocks.stream_block import StreamValue

from .models import ArticlePage

_PICTURE_BLOCK = "image"


def shows_pictures(article: ArticlePage) -> bool:
    """Return whether the article has a cover or a picture in its text. No query."""
    blocks = article.body.raw_data
    return bool(article.cover_id) or any(block["type"] == _PICTURE_BLOCK for block in blocks)


def make_pictures(*, article_id: int) -> None:
    """Create missing renditions of a live article by rendering the templates that use them."""
    article = ArticlePage.objects.live().filter(pk=article_id).select_related("cover").first()
    if article is None:
        return
    if article.cover:
        render_to_string("components/cover.html", {"image": article.cover})
    for block in _picture_blocks(article.body):
        block.render()


def _picture_blocks(body: StreamValue) -> list[StreamValue.StreamChild]:
    return [block for block in body if block.block_type == _PICTURE_BLOCK]
