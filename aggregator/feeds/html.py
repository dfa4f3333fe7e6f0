"""Parse a web page, from any bytes, into an lxml tree.

libxml2 builds the tree in linear time, at most 2,048 elements deep. Parsers that follow browsers
exactly reopen every unclosed `<b>` in each paragraph, so that a malicious page of 60 KB takes
gigabytes (docs/adr/0030-strangers-pages.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from aggregator.feeds.charset import decode_body
from aggregator.feeds.repair import isolate_feed
from aggregator.feeds.types import FeedProblem, NotAFeed, NotAFeedReason

_CHARS_AT_MOST = 4_000_000
_ELEMENTS_AT_MOST = 100_000
_TEXT_LENGTH = 5_000

_META_CHARSET = re.compile(
    rb"""<meta[^<>]{0,200}?charset\s{0,3}=\s{0,3}["']?\s{0,3}([\w.:-]{2,40})"""
)
# Elements whose content is not visible text.
_HIDDEN = frozenset({"script", "style", "iframe", "textarea", "xmp", "noembed", "noframes"})
# Elements that end a word.
_BLOCKS = frozenset(
    """address article aside blockquote body br caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html li main menu nav ol
    p pre section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)


class Element(etree.ElementBase):
    """An lxml element with helpers for reading attributes and text."""

    def value(self, name: str) -> str:
        """Return an attribute, stripped, or "" if it is missing."""
        return str(self.get(name, "")).strip()

    def words(self, at_most: int = _TEXT_LENGTH) -> str:
        """Return the text below the element, without scripts.

        Limited to `at_most` characters, and to two text nodes per five of them; titles are shorter
        than 5,000, and malicious pages may be endless.
        """
        parts: list[str] = []
        length = 0
        for part in islice(self._parts(), at_most * 2 // 5):
            parts.append(part)
            length += len(part)
            if length >= at_most:
                break
        return "".join(parts)[:at_most]

    def _parts(self) -> Iterator[str]:
        """Yield the visible text nodes below the element, with a blank at block boundaries."""
        hidden = 0
        for event, element in etree.iterwalk(self, events=("start", "end")):
            if event == "end":
                hidden -= element.tag in _HIDDEN
            if element.tag in _BLOCKS:
                yield " "
            if event == "start":
                hidden += element.tag in _HIDDEN
            text = element.text if event == "start" else element.tail
            if text and not hidden and (event == "start" or element is not self):
                yield text


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its root element, problems and decoded text."""

    root: Element
    problems: frozenset[FeedProblem]
    text: str


def read_page(body: bytes, content_type: str | None) -> Page:
    """Parse an HTML body. `content_type` is the HTTP header.

    Raises NotAFeed if the body is not HTML (the reason says what it is, FEED for a feed), or is too
    large or has too many elements (UNREADABLE).
    """
    declared = _META_CHARSET.search(body[:4096].lower())
    if declared and "charset" not in (content_type or "").lower():
        content_type = f"text/html; charset={declared.group(1).decode('ascii')}"
    text, problems = decode_body(body, content_type)
    if len(text) > _CHARS_AT_MOST:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "page too large")
    try:
        isolate_feed(text)
    except NotAFeed as error:
        if error.reason not in (NotAFeedReason.HTML_PAGE, NotAFeedReason.CHALLENGE_PAGE):
            raise
    else:
        raise NotAFeed(NotAFeedReason.FEED)
    # Checked before the tree is built, because the tree needs most of the memory.
    if text.count("<") > 2 * _ELEMENTS_AT_MOST:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "too many elements")
    return Page(_tree(text), problems, text)


def _tree(text: str) -> Element:
    """Parse HTML into a tree. Raises NotAFeed if it has no elements, too many, or is nested too
    deeply."""
    # "Huge" allows 2,048 nested elements instead of 256, which pages with unclosed font tags need.
    parser = etree.HTMLParser(
        remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=Element))
    root: Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "no element")
    if parser.error_log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT):
        raise NotAFeed(NotAFeedReason.UNREADABLE, "elements too deep")
    if sum(1 for _ in root.iter()) > _ELEMENTS_AT_MOST:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "too many elements")
    return root
