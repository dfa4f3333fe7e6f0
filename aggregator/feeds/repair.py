"""Repair text that is meant to be a feed into XML that a strict parser can read.

The strict parser is several times faster than the tolerant one and loses nothing, so the usual
faults of portals are repaired first: blanks, warnings or scripts around the document, HTML entities
and bare ampersands, control characters, prefixes without namespace, a truncated body. The document
type is removed too, so that no external file is read and no entity expands. Every scan is linear;
the patterns do not look beyond what they consume.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.entities import html5
from xml.sax.saxutils import escape

from aggregator.feeds.types import FeedProblem, NotAFeed, NotAFeedReason

_ROOT = re.compile(r"<((?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|RDF|channel))(?=[\s>/])")
_FIRST_ELEMENT = re.compile(r"<([A-Za-z][\w.:-]{0,60})")
_PROLOG_LIMIT = 65_536

_BAD_CHARS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ODD_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_AMPERSAND = re.compile(r"&(?:#([xX]?[0-9a-fA-F]{1,8});|([A-Za-z][\w.-]{0,40});)?")
_SURROGATES = re.compile(r"&#(5[5-7]\d{3}|[xX][dD][89aAbB][0-9a-fA-F]{2});&#(\w{4,6});")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ENTITY = re.compile(
    r"""<!ENTITY\s{1,9}([A-Za-z][\w.-]{0,40})\s{1,9}(?:"([^"<&]{0,64})"|'([^'<&]{0,64})')\s{0,9}>"""
)
# A feed that uses an entity for "AT&T" needs a handful; an attack needs thousands.
_EXPANSIONS_AT_MOST = 1_000

_PREFIX = re.compile(r"<([A-Za-z][\w.-]{0,30}):")
_ATTRIBUTE_PREFIX = re.compile(r"\s([A-Za-z][\w.-]{0,30}):[A-Za-z][\w.-]{0,30}\s?=")
_DECLARED_PREFIX = re.compile(r"xmlns:([A-Za-z][\w.-]{0,30})\s?=")
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}

_CDATA, _CDATA_END = "<![CDATA[", "]]>"
# 500 entries of 30 elements have 30,000 tags. A document with ten times as many is malicious.
_TAGS_AT_MOST = 300_000
_REFERENCES_AT_MOST = 1_500_000
_REFERENCES_LEFT_AT_MOST = 400_000
_PIECE_LENGTH = 100_000
# Lower code points are windows-1252 letters, which the parser converts.
_FIRST_LETTER = 0xA0
_CHALLENGE = ("document.cookie", "cf-challenge", "cf_chl", "_cf_chl", "d1n", "captcha")


@dataclass(frozen=True, slots=True)
class Document:
    """The complete root element without its surroundings, the declared entities, and the problems
    found."""

    xml: str
    root: str
    entities: Mapping[str, str]
    problems: frozenset[FeedProblem]


def isolate_feed(text: str) -> Document:
    """Return the feed in `text` without anything before or after its root element.

    Raises NotAFeed with the reason if `text` is something else.
    """
    text = _BAD_CHARS.sub("", text).lstrip("\ufeff\u200b \t\r\n")
    start = _find_root(text)
    prolog, body = text[:start][:_PROLOG_LIMIT], text[start:]
    found = _ROOT.match(body)
    root = found.group(1) if found else "rss"
    xml, problems = _close_root(body, root)
    return Document(xml, root, _declared_entities(prolog), frozenset(problems))


def repair_markup(xml: str, document: Document) -> str:
    """Return `xml`, the root element of `document`, made as well-formed as possible.

    Raises NotAFeed for malicious documents; see `refuse_entity_bombs`.
    """
    refuse_entity_bombs(xml)
    if _ODD_AMPERSAND.search(xml):
        xml = _repair_ampersands(xml, _Entities(document.entities))
    if xml.count("&") > _REFERENCES_LEFT_AT_MOST:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "too many references")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{_declare_prefixes(xml, document.root)}'


def refuse_entity_bombs(xml: str) -> None:
    """Raise NotAFeed for a document with too many references or tags, meant to exhaust the
    parser."""
    if xml.count("&") > _REFERENCES_AT_MOST:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "too many references")
    tags = xml.count("<")
    if tags <= _TAGS_AT_MOST:
        return
    tags = sum(part.count("<") for part, is_markup in _split_cdata(xml) if is_markup)
    if tags > _TAGS_AT_MOST:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "too many elements")


def _split_cdata(xml: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of `xml` in order, each with True for markup or False for CDATA."""
    position = 0
    while position < len(xml):
        start = xml.find(_CDATA, position)
        start = len(xml) if start == -1 else start
        yield xml[position:start], True
        end = xml.find(_CDATA_END, start)
        position = len(xml) if end == -1 else end + len(_CDATA_END)
        yield xml[start:position], False


def _find_root(text: str) -> int:
    """Return where the root element starts. Raises NotAFeed if there is none."""
    head = text[: 4 * _PROLOG_LIMIT]
    first = _first_element(head)
    if first.lower() in ("html", "head", "body", "script", "meta"):
        raise NotAFeed(_page_reason(head))
    position = _skip_doctype(head)
    found = _ROOT.search(head, position) or _ROOT.search(head)
    # PHP warnings and HTML fragments before a feed are tolerated, another root element is not.
    junk_before = first.lower() in ("br", "b", "p", "div", "pre", "font", "table")
    if found and (first == found.group(1) or junk_before or not first):
        return found.start()
    raise NotAFeed(_other_reason(text, first), first[:60])


def _first_element(head: str) -> str:
    """Return the name of the first element after comments and declarations, or ""."""
    if head[:14].lower() == "<!doctype html":
        return "html"
    position = _skip_doctype(head)
    while (comment := head.find("<!--", position)) != -1:
        element = _FIRST_ELEMENT.search(head, position)
        if element is None or element.start() < comment:
            break
        end = head.find("-->", comment)
        if end == -1:
            break
        position = end + 3
    element = _FIRST_ELEMENT.search(head, position)
    return element.group(1) if element else ""


def _skip_doctype(head: str) -> int:
    """Return the position after the document type, 0 if there is none."""
    start = head.find("<!DOCTYPE")
    if start == -1:
        return 0
    close, subset = head.find(">", start), head.find("[", start)
    if subset != -1 and subset < close:
        end = head.find("]", subset)
        close = head.find(">", end) if end != -1 else -1
    return close + 1 if close != -1 else 0


def _page_reason(head: str) -> NotAFeedReason:
    """Return whether an HTML page is a challenge page or an ordinary page."""
    lowered = head[:20_000].lower()
    if any(mark in lowered for mark in _CHALLENGE):
        return NotAFeedReason.CHALLENGE_PAGE
    return NotAFeedReason.HTML_PAGE


def _other_reason(text: str, first: str) -> NotAFeedReason:
    """Return what a text without feed root is, by its first characters or element."""
    if not text.strip():
        return NotAFeedReason.EMPTY_BODY
    if text[:1] in "{[":
        return NotAFeedReason.JSON
    if text.startswith(("%PDF", "PK", "GIF8", "\x89PNG", "\x1f")):
        return NotAFeedReason.BINARY
    if first.rpartition(":")[2] in ("urlset", "sitemapindex"):
        return NotAFeedReason.SITEMAP
    if text.startswith("<?xml"):
        return NotAFeedReason.OTHER_XML
    if first:
        return _page_reason(text)
    return NotAFeedReason.PLAIN_TEXT


def _close_root(body: str, name: str) -> tuple[str, set[FeedProblem]]:
    """Cut off what follows the root element. A truncated document is closed after its last complete
    item."""
    closing = f"</{name}"
    end = body.rfind(closing)
    if end != -1:
        return body[:end] + closing + ">", set()
    if re.match(r"<[^<>]*/>", body):
        return body[: body.index(">") + 1], set()
    last = max(_end_of_last(body, "</item"), _end_of_last(body, "</entry"))
    if last == -1:
        return body, {FeedProblem.TRUNCATED}
    inside = "</channel>" if name == "rss" else ""
    return body[:last] + inside + closing + ">", {FeedProblem.TRUNCATED}


def _end_of_last(body: str, closing: str) -> int:
    """Return the position after the last closing tag, -1 if there is none."""
    start = body.rfind(closing)
    end = body.find(">", start) if start != -1 else -1
    return end + 1 if end != -1 else -1


def _declared_entities(prolog: str) -> dict[str, str]:
    """Return {name: text} of the entities that the document type declares."""
    return {name: double or single for name, double, single in _ENTITY.findall(prolog)}


@dataclass(slots=True)
class _Entities:
    """The entities that a document may use, with a limit on their expansion."""

    declared: Mapping[str, str]
    spent: int = field(default=0)

    def mend(self, match: re.Match[str]) -> str:
        """Return the replacement for the reference or bare ampersand in `match`."""
        number, name = match.groups()
        if number:
            point = _point(number)
            # References cost the parser memory, letters do not.
            if not _allowed_in_xml(point):
                return ""
            return chr(point) if point >= _FIRST_LETTER else match.group()
        if name in _XML_NAMES:
            return match.group()
        if name and name in self.declared and self.spent < _EXPANSIONS_AT_MOST:
            self.spent += 1
            return escape(self.declared[name])
        if name and name + ";" in html5:
            return escape(html5[name + ";"])
        return "&amp;" + match.group()[1:]


def _point(number: str) -> int:
    """Return the code point of a numeric reference, 0 if it is invalid."""
    try:
        return int(number[1:], 16) if number[0] in "xX" else int(number)
    except ValueError:
        return 0


def _allowed_in_xml(point: int) -> bool:
    """Return whether XML allows the code point."""
    return (
        point in (0x9, 0xA, 0xD)
        or 0x20 <= point <= 0xD7FF
        or 0xE000 <= point <= 0xFFFD
        or 0x10000 <= point <= 0x10FFFF
    )


def _repair_ampersands(body: str, entities: _Entities) -> str:
    """Repair ampersands outside CDATA."""
    return "".join(
        _AMPERSAND.sub(entities.mend, piece) if is_markup else piece
        for part, is_markup in _split_cdata(_SURROGATES.sub(_join_surrogates, body))
        for piece in _pieces(part)
    )


def _pieces(text: str) -> Iterator[str]:
    """Yield the text in pieces that end before a reference, because substituting a million at once
    takes much memory."""
    position = 0
    while position < len(text):
        end = text.find("&", position + _PIECE_LENGTH)
        end = len(text) if end == -1 else end
        yield text[position:end]
        position = end


def _join_surrogates(match: re.Match[str]) -> str:
    """Join a character beyond U+FFFF that was escaped as two UTF-16 surrogates. Returns "" if
    invalid."""
    try:
        halves = [int(n[1:], 16) if n[0] in "xX" else int(n) for n in match.groups()]
        raw = b"".join(half.to_bytes(2, "big") for half in halves)
        return raw.decode("utf-16-be")
    except (ValueError, OverflowError):
        return ""


def _declare_prefixes(body: str, name: str) -> str:
    """Declare the prefixes that the document uses without a namespace."""
    root_end = body.find(">")
    used = {found[1] for found in _PREFIX.finditer(body)}
    used |= set(_ATTRIBUTE_PREFIX.findall(body[: root_end + 1]))
    missing = used - set(_DECLARED_PREFIX.findall(body)) - {"xml", "xmlns"}
    if not missing:
        return body
    declared = "".join(
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix.lower(), "urn:undeclared:" + prefix)}"'
        for prefix in sorted(missing)[:50]
    )
    cut = len(name) + 1
    return body[:cut] + declared + body[cut:]
