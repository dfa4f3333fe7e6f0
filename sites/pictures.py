"""The sizes and formats in which readers get an article's pictures, made before the first asks.

To make the four of a photo takes longer than all else of an article, and a phone on a slow line
would wait for it; two readers at once would have it made twice.
"""

from django.template.loader import render_to_string
from wagtail.blocks.stream_block import StreamValue

from .models import ArticlePage

_PICTURE_BLOCK = "image"


def shows_pictures(article: ArticlePage) -> bool:
    """Return whether the article has a cover or a picture in its text; no query."""
    blocks = article.body.raw_data
    return bool(article.cover_id) or any(block["type"] == _PICTURE_BLOCK for block in blocks)


def make_pictures(*, article_id: int) -> None:
    """Make what is missing of the pictures of a live article, as its templates ask for them."""
    article = ArticlePage.objects.live().filter(pk=article_id).select_related("cover").first()
    if article is None:
        return
    if article.cover:
        render_to_string("components/cover.html", {"image": article.cover})
    for block in _picture_blocks(article.body):
        block.render()


def _picture_blocks(body: StreamValue) -> list[StreamValue.StreamChild]:
    return [block for block in body if block.block_type == _PICTURE_BLOCK]
