"""A web page, any bytes at all, read into a tree of elements.

Neither html.parser nor soupsieve will do for strangers' pages: the one is quadratic on unfinished
tags, the other backtracks over ancestors and counts siblings anew for each of them. Every scan
here is linear and every size has a limit, so a page made to hurt is refused in about a second.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from aggregator.feeds.charset import decode_body
from aggregator.feeds.repair import isolate_feed
from aggregator.feeds.types import FeedProblem, NotAFeed, NotAFeedReason

_CHARS_AT_MOST = 4_000_000
_ELEMENTS_AT_MOST = 100_000
_DEEPEST = 512
_ATTRIBUTE_LENGTH = 4_000
_TEXT_LENGTH = 5_000

_META_CHARSET = re.compile(
    rb"""<meta[^<>]{0,200}?charset\s{0,3}=\s{0,3}["']?\s{0,3}([\w.:-]{2,40})"""
)
_MARKUP = re.compile(r"<(?:(!--)|([!?])|(/?)([A-Za-z][A-Za-z0-9:_-]{0,40}))")
# Possessive throughout: a tag is read once and never tried again in another way.
_REST_OF_TAG = re.compile(r"""((?:[^<>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+){0,400}+)>""")
_UNFINISHED = re.compile(r"[^<>]*+>?")
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]{1,100})(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>]*+)))?+"""
)

_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
# Their content is no markup; of a script only structured data is kept.
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "iframe", "textarea", "xmp", "noembed", "noframes")
}
# What the end of an inline element does not reach over (HTML Living Standard, 13.2.4.2).
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_CLOSES_P = _BLOCKS - {"body", "html", "td", "th", "tr", "tbody", "thead", "tfoot"}
# A start tag that ends open elements by itself: which ones, and where the search stops.
_IMPLIED_ENDS = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
_P_SCOPE = frozenset({"td", "th", "table", "caption", "button", "html"})


@dataclass(slots=True, eq=False)
class Element:
    """One element: `position` counts from 1 among the elements of its parent."""

    name: str
    written: str = ""
    parent: Element | None = None
    position: int = 1
    content: list[Element | str] = field(default_factory=list)
    elements: int = 0
    _attributes: dict[str, str] | None = None

    @property
    def attributes(self) -> dict[str, str]:
        """Return the attributes by lower-case name, their references resolved."""
        if self._attributes is None:
            self._attributes = _read_attributes(self.written)
        return self._attributes

    def get(self, name: str) -> str:
        """Return an attribute without blanks around it, "" where it is missing."""
        return self.attributes.get(name, "").strip()

    def children(self) -> Iterator[Element]:
        """Yield the elements right below."""
        return (each for each in self.content if isinstance(each, Element))

    def walk(self) -> Iterator[Element]:
        """Yield the elements below in the order of the page."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if element is not self:
                yield element
            waiting.extend(each for each in reversed(element.content) if isinstance(each, Element))

    def text(self) -> str:
        """Return the text below, as written (references unresolved), scripts left out.

        The first 5,000 characters or 2,000 parts: a title is shorter, a trap may be longer.
        """
        parts: list[str] = []
        waiting: list[Element | str] = [self]
        length = seen = 0
        while waiting and length < _TEXT_LENGTH and seen < 2_000:
            each = waiting.pop()
            seen += 1
            if isinstance(each, str):
                parts.append(each)
                length += len(each)
            elif each.name not in _RAW:
                if each.name in _BLOCKS or each.name == "br":
                    parts.append(" ")
                    waiting.append(" ")
                waiting.extend(reversed(each.content[:2_000]))
        return "".join(parts)[:_TEXT_LENGTH]


@dataclass(frozen=True, slots=True)
class Page:
    """A page that could be read."""

    root: Element
    problems: frozenset[FeedProblem]
    text: str


def read_page(body: bytes, content_type: str | None) -> Page:
    """Return the tree of an HTML body. `content_type` is the HTTP header.

    Raises NotAFeed where the body is no HTML (its reason says what it is; FEED for a feed), or
    too large, too deep or too crowded to be one that people read (UNREADABLE).
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
    return Page(_Builder().build(text), problems, text)


def _read_attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        name, *values = match.groups()
        value = next((each for each in values if each is not None), "")
        # The first one counts (HTML Living Standard, 13.2.5.33).
        found.setdefault(name.lower(), html.unescape(value[:_ATTRIBUTE_LENGTH]))
    return found


class _Builder:
    """Turns markup into a tree, closing what people leave open."""

    def __init__(self) -> None:
        self.stack = [Element("#page")]
        self.open: Counter[str] = Counter()
        self.built = 0

    def build(self, text: str) -> Element:
        """Return the root of the tree of `text`."""
        position = 0
        while (found := _MARKUP.search(text, position)) is not None:
            self._add_text(text[position : found.start()])
            comment, declaration, closing, name = found.groups()
            if comment or declaration:
                position = _after(text, "-->" if comment else ">", found.end())
                continue
            rest = _REST_OF_TAG.match(text, found.end())
            if rest is None:
                unfinished = _UNFINISHED.match(text, found.end())
                position = unfinished.end() if unfinished else found.end()
                continue
            position = rest.end()
            if closing:
                self._end(name.lower())
            else:
                position = self._start(name.lower(), rest.group(1), text, position)
        self._add_text(text[position:])
        return self.stack[0]

    def _add_text(self, text: str) -> None:
        if text:
            self.stack[-1].content.append(text)

    def _start(self, name: str, written: str, text: str, position: int) -> int:
        """Open an element; return where the scan goes on."""
        self._imply_ends(name)
        parent = self.stack[-1]
        parent.elements += 1
        element = Element(name, written, parent, parent.elements)
        parent.content.append(element)
        self.built += 1
        if self.built > _ELEMENTS_AT_MOST:
            raise NotAFeed(NotAFeedReason.UNREADABLE, "too many elements")
        if name in _RAW:
            return self._skip_raw(element, text, position)
        if name not in _VOID:
            if len(self.stack) > _DEEPEST:
                raise NotAFeed(NotAFeedReason.UNREADABLE, "elements too deep")
            self.stack.append(element)
            self.open[name] += 1
        return position

    def _skip_raw(self, element: Element, text: str, position: int) -> int:
        end = _RAW[element.name].search(text, position)
        stop = end.start() if end else len(text)
        if element.get("type").lower() == "application/ld+json":
            element.content.append(text[position:stop])
        return _after(text, ">", stop)

    def _imply_ends(self, name: str) -> None:
        if name in _CLOSES_P and self.open["p"]:
            self._close({"p"}, _P_SCOPE)
        if name in _IMPLIED_ENDS:
            self._close(*_IMPLIED_ENDS[name])

    def _close(self, names: frozenset[str] | set[str], stop: frozenset[str]) -> None:
        """Close the innermost open element of `names` unless one of `stop` lies around it."""
        if not any(self.open[name] for name in names):
            return
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].name in names:
                self._cut(index)
                return
            if self.stack[index].name in stop:
                return

    def _end(self, name: str) -> None:
        if not self.open[name]:
            return
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].name == name:
                self._cut(index)
                return
            if name not in _BLOCKS and self.stack[index].name in _BLOCKS:
                return

    def _cut(self, index: int) -> None:
        for element in self.stack[index:]:
            self.open[element.name] -= 1
        del self.stack[index:]


def _after(text: str, mark: str, position: int) -> int:
    """Return where `mark` ends, the end of the text where it never comes."""
    found = text.find(mark, position)
    return found + len(mark) if found != -1 else len(text)
