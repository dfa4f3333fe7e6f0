"""Fast parser for simple feeds. Same result as feedparser with far less work.

feedparser handles all formats and pays for it at every element. A strict RSS 2.0 or Atom document
that contains only the elements listed here does not need that. For anything else the result is None
and feedparser reads the whole document: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_ATOM = "{http://www.w3.org/2005/Atom}"
_DC_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ADDRESS = re.compile(r"https?://[^\s/]\S*")
_DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2}"
    r" (?:[+-]\d{4}|GMT)|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})"
)
# Control characters that feedparser decodes as windows-1252.
_CONTROL = re.compile("[\x80-\x9f]")
_AS_IT_IS = ("subtitle", "description", "language", "generator", "copyright", "docs", "rights")


class _NotPlainError(Exception):
    """Raised for something that only feedparser can read."""


@dataclass(frozen=True, slots=True)
class PlainFeed:
    """The part of feedparser's result that `parse` uses, under the same names."""

    feed: dict[str, Any] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    bozo: bool = False


def read_plain(xml: str) -> PlainFeed | None:
    """Parse a well-formed document without DOCTYPE. Returns None if feedparser must read it."""
    try:
        # Safe: without a DOCTYPE there are no entities that could expand.
        root = ElementTree.fromstring(xml)  # noqa: S314
        if root.tag == "rss":
            return _read_rss(root)
        return _read_atom(root) if root.tag == f"{_ATOM}feed" else None
    except (ElementTree.ParseError, _NotPlainError):
        return None


def _read_rss(root: Element) -> PlainFeed:
    """Read an RSS 2.0 document. Raises _NotPlainError for anything unexpected."""
    _require(root.get("version") == "2.0" and len(root) == 1 and root[0].tag == "channel")
    plain = PlainFeed()
    for child in root[0]:
        if child.tag == "item":
            plain.entries.append(_read_item(child))
        elif child.tag == f"{_ATOM}link":
            _require(child.get("rel") in ("self", "hub") and not len(child))
        elif child.tag in _AS_IT_IS:
            _text(child)
        else:
            _take(plain.feed, child, _OF_CHANNEL)
    return plain


def _read_item(item: Element) -> dict[str, Any]:
    """Read an RSS item. Raises _NotPlainError for anything unexpected."""
    raw: dict[str, Any] = {}
    _require(not item.attrib)
    for child in item:
        if child.tag == "category":
            _add_tag(raw, _text(child))
        elif child.tag == "guid":
            value = _text(child, "isPermaLink")
            _require(child.get("isPermaLink") == "false" or bool(_ADDRESS.fullmatch(value)))
            _put(raw, "id", value)
        else:
            _take(raw, child, _OF_ITEM)
    return raw


def _read_atom(root: Element) -> PlainFeed:
    """Read an Atom document. Raises _NotPlainError for anything unexpected."""
    _require(set(root.attrib) <= {_LANG})
    plain = PlainFeed()
    for child in root:
        name = child.tag.removeprefix(_ATOM)
        if name == "entry":
            plain.entries.append(_read_entry(child))
        elif name == "link":
            _add_link(plain.feed, child)
        elif name in _AS_IT_IS:
            _text(child, "type")
        else:
            _take(plain.feed, child, _OF_FEED)
    # feedparser derives a link from other elements if there is none.
    _require("link" in plain.feed and all("link" in entry for entry in plain.entries))
    return plain


def _read_entry(entry: Element) -> dict[str, Any]:
    """Read an Atom entry. Raises _NotPlainError for anything unexpected."""
    raw: dict[str, Any] = {}
    _require(not entry.attrib)
    for child in entry:
        name = child.tag.removeprefix(_ATOM)
        if name == "link":
            _add_link(raw, child)
        elif name == "author":
            _require(len(child) == 1 and child[0].tag == f"{_ATOM}name" and not child.attrib)
            _put(raw, "author", _name(child[0]))
        elif name == "category":
            _require(set(child.attrib) == {"term"} and not len(child))
            _add_tag(raw, child.attrib["term"])
        else:
            _take(raw, child, _OF_ENTRY)
    return raw


def _text(element: Element, *known: str) -> str:
    """Return the text of an element without child elements, cleaned as feedparser does it."""
    _require(not len(element) and set(element.attrib) <= set(known))
    text = (element.text or "").strip()
    if not text.isascii():
        _require(not _CONTROL.search(text))
        # Undo UTF-8 that was read as latin-1 and encoded as UTF-8 again.
        try:
            text = text.encode("iso-8859-1").decode("utf-8")
        except UnicodeError:
            return text
    return text


def _words(element: Element) -> str:
    """Return the text of an Atom text construct of type text or html."""
    _require(element.get("type") in (None, "text", "html"))
    return _text(element, "type")


def _name(element: Element) -> str:
    """Return an author's name. Raises _NotPlainError if it may contain a mail address."""
    name = _text(element)
    # feedparser extracts mail addresses from names.
    _require("@" not in name and bool(name))
    return name


def _date(element: Element) -> str:
    """Return a date in standard form. Raises _NotPlainError for any other."""
    date = _text(element)
    _require(bool(_DATE.fullmatch(date)))
    return date


def _address(element: Element) -> str:
    """Return an absolute address. Raises _NotPlainError for any other."""
    address = _text(element)
    _require(bool(_ADDRESS.fullmatch(address)) and ";" not in address)
    return address


type _Fields = dict[str, tuple[str, Callable[[Element], str]]]

_OF_CHANNEL: _Fields = {
    "title": ("title", _text),
    "link": ("link", _address),
    "ttl": ("ttl", _text),
    "pubDate": ("published", _date),
    "lastBuildDate": ("updated", _date),
}
_OF_ITEM: _Fields = {
    "title": ("title", _text),
    "link": ("link", _address),
    "description": ("summary", _text),
    "pubDate": ("published", _date),
    _DC_CREATOR: ("author", _name),
}
_OF_FEED: _Fields = {
    f"{_ATOM}title": ("title", _words),
    f"{_ATOM}id": ("id", _text),
    f"{_ATOM}updated": ("updated", _date),
}
_OF_ENTRY: _Fields = {
    **_OF_FEED,
    f"{_ATOM}published": ("published", _date),
    f"{_ATOM}summary": ("summary", _words),
}


def _take(raw: dict[str, Any], element: Element, fields: _Fields) -> None:
    """Store the element's value under feedparser's name for it. Unknown elements are not plain."""
    _require(element.tag in fields)
    name, read = fields[element.tag]
    _put(raw, name, read(element))


def _put(raw: dict[str, Any], name: str, value: str) -> None:
    """Store a value. A repeated element is not plain."""
    _require(name not in raw)
    raw[name] = value


def _add_link(raw: dict[str, Any], element: Element) -> None:
    """Store the link of an Atom element. Raises _NotPlainError for other kinds of links."""
    _require(set(element.attrib) <= {"rel", "href", "type"} and not len(element))
    if element.get("rel") == "self":
        return
    address = element.get("href", "")
    _require(element.get("rel") in (None, "alternate") and element.get("type") in _HTML)
    _require(bool(_ADDRESS.fullmatch(address)))
    _put(raw, "link", address)


_HTML = (None, "text/html")


def _add_tag(raw: dict[str, Any], term: str) -> None:
    """Store a category, unless it is empty."""
    if term:
        raw.setdefault("tags", []).append({"term": term})


def _require(plain: bool) -> None:
    """Raise _NotPlainError unless `plain`."""
    if not plain:
        raise _NotPlainError
