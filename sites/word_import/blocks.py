"""Make StreamField blocks of a manuscript, through the same checks as text typed in the editor."""

from collections.abc import Mapping
from typing import Any

import nh3
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import StreamBlock, StreamValue

from network.media.word_import.manuscript import Block, BlockKind, Manuscript

_TAGS = {"p", "ul", "ol", "li", "b", "i", "a", "sup", "sub", "br"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_MOST_HEADING, _MOST_ALT = 150, 250


def clean_html(html: str) -> str:
    """Return the HTML of a manuscript with the elements of a paragraph only."""
    return nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None
    )


def body_of(
    manuscript: Manuscript,
    body: StreamBlock,
    *,
    images: Mapping[str, tuple[int, str]],
    boxes: frozenset[int],
) -> StreamValue:
    """Return the validated blocks of a manuscript.

    `images` gives id and alternative text of the stored pictures by name; others are left out.
    `boxes` are the indexes of text boxes to take in. Raises ValidationError, as the editor would
    for a draft.
    """
    raw: list[dict[str, Any]] = []
    texts: list[str] = []
    for index, block in enumerate(manuscript.blocks):
        if block.kind in (BlockKind.TEXT, BlockKind.LIST) or index in boxes:
            texts.append(block.html)
            continue
        made = _raw(block, images)
        if made is not None:
            _add_text(raw, texts, body)
            raw.append(made)
    _add_text(raw, texts, body)
    return body.clean_deferred(body.to_python(raw))


def _add_text(raw: list[dict[str, Any]], texts: list[str], body: StreamBlock) -> None:
    """Add neighbouring texts as one paragraph block, as the editor would store them."""
    if texts:
        converter = ContentstateConverter(features=body.child_blocks["paragraph"].features)
        content = converter.from_database_format(clean_html("".join(texts)))
        raw.append({"type": "paragraph", "value": converter.to_database_format(content)})
        texts.clear()


def _raw(block: Block, images: Mapping[str, tuple[int, str]]) -> dict[str, Any] | None:
    """Return the stored form of a heading, table or picture; None for what is left out."""
    if block.kind == BlockKind.HEADING:
        level = "h2" if block.level == 2 else "h3"
        return {"type": "heading", "value": {"text": block.text[:_MOST_HEADING], "level": level}}
    if block.kind == BlockKind.TABLE and block.rows:
        head, *rows = block.rows
        columns = [{"type": "text", "heading": cell} for cell in head]
        lines = [{"values": row} for row in rows]
        return {"type": "table", "value": {"columns": columns, "rows": lines, "caption": ""}}
    if block.kind == BlockKind.PICTURE and block.picture in images:
        image, alt = images[block.picture]
        value = {"image": image, "alt_text": alt[:_MOST_ALT], "caption": block.caption}
        return {"type": "image", "value": value}
    return None
