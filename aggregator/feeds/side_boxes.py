"""Find the parts of a page beside its content: menus, footers, boxes of most-read articles.

Links in them are never items of a list, unless the list itself is inside.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import islice

from aggregator.feeds.html import Element
from network.core.text import fold

_TAGS = frozenset({"nav", "footer", "aside"})
_WORDS = re.compile(
    r"(?:main|top|sub|mega|left|right|mobile|vnpt)?(?:nav|navbar|navigation|menu|menubar|dropdown)s?"
    r"|(?:site|page)?foot(?:er)?|copyright|breadcrumbs?|pagination|pager|paging|phan-?trang|side-?bar"
    r"|popular|most-?(?:read|viewed|views?)|(?:xem|doc)-?nhieu|tag-?cloud|social|banners?|advs?"
    r"|quang-?cao|web-?links?|lien-?ket|toolbar"
)
# What no part beside the content contains.
_CONTENT = ("h1", "main")
_NOT_SIDE = frozenset({"html", "body", "main", "article", "form"})
# Names of what is beside such a part: "has-sidebar".
_WRAPPER = re.compile(r"(?:has|with|no|layout|is|without)[-_]|.*[-_](?:layout|wrap|wrapper|page)$")
_NAME_PARTS = re.compile(r"[\s_]+|(?<=[a-z])(?=[A-Z])")
_HEADING_TAGS = frozenset(
    """h1 h2 h3 h4 h5 h6 b strong span div p font legend caption label td th dt a""".split()  # noqa: SIM905
)
# Headings of boxes, folded.
_HEADING = re.compile(
    r"(?:cac |nhung )?(?:tin|bai|van ban|tin tuc|tin bai|bai viet|noi dung)?\s?"
    r"(?:(?:duoc )?(?:xem|doc) nhieu(?: nhat)?|(?:duoc )?quan tam(?: nhat)?"
    r"|nhieu nguoi (?:xem|doc))"
    r"|(?:lien ket|weblinks?)(?: web| website| trang| nhanh| ngoai| huu ich)*"
    r"|(?:chuyen muc|danh muc)(?: tin| tin tuc| chinh)?|thong ke(?: truy cap)?|most (?:read|viewed)"
    r"|(?:tin )?quang cao|binh luan moi(?: nhat)?"
)
_HEADING_LENGTH = 40
_HEADINGS_AT_MOST = 100
_STEPS_UP = 3
_SIBLINGS_AT_MOST = 200
_NO_BOX = frozenset({"li", "ul", "ol", "tr", "table", "body", "main"})


def side_boxes(root: Element) -> Container[Element]:
    """Return the outermost elements of the page that are beside its content."""
    found = {element for element in root.iter() if _is_named_so(element)}
    for heading in islice(filter(_is_heading, root.iter()), _HEADINGS_AT_MOST):
        found.update(_below_heading(heading))
    return {each for each in found if all(each.find(f".//{tag}") is None for tag in _CONTENT)}


def _is_named_so(element: Element) -> bool:
    """Return whether tag, role, class or id of an element say that it is beside the content."""
    if not isinstance(element.tag, str) or element.tag in _NOT_SIDE:
        return False
    if element.tag in _TAGS or element.get("role") in ("navigation", "menubar", "contentinfo"):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}".strip()
    return bool(names) and any(
        _WORDS.fullmatch(part.casefold()) for part in _parts(names[:300]) if part
    )


def _parts(names: str) -> Iterator[str]:
    """Yield the names of an element, and the words of names such as "block_news_popular"."""
    for name in names.split():
        if _WRAPPER.match(name):
            continue
        yield name
        yield from _NAME_PARTS.split(name)
        yield from name.split("-")


def _is_heading(element: Element) -> bool:
    """Return whether an element's own text is the heading of a box beside the content."""
    text = element.text
    if element.tag not in _HEADING_TAGS or not text or len(text) > 4 * _HEADING_LENGTH:
        return False
    words = " ".join(text.split())
    return 0 < len(words) <= _HEADING_LENGTH and bool(_HEADING.fullmatch(fold(words).strip(" :.")))


def _below_heading(heading: Element) -> list[Element]:
    """Return the following siblings of a heading, or of an element around it, that hold the links
    of its box; [] if there are none."""
    node: Element | None = heading
    if heading.tag == "a":
        node = heading.getparent()
        if node is None or sum(1 for _ in islice(node.iter("a"), 2)) > 1:
            return []
    for _step in range(_STEPS_UP):
        if node is None or node.tag in _NO_BOX or any(map(_has_link, _siblings(node, before=True))):
            return []
        links = [each for each in _until_next(node) if _has_link(each)]
        if links:
            return links[:1] if node.tag == "div" else links
        node = node.getparent()
    return []


def _until_next(node: Element) -> Iterator[Element]:
    """Yield the siblings after a heading up to the next heading of its kind."""
    for each in _siblings(node):
        if each.tag == node.tag != "div":
            return
        yield each


def _siblings(node: Element, *, before: bool = False) -> Iterator[Element]:
    found = node.itersiblings(preceding=before)
    return (each for each in islice(found, _SIBLINGS_AT_MOST) if isinstance(each.tag, str))


def _has_link(element: Element) -> bool:
    return element.tag == "a" or element.find(".//a") is not None
